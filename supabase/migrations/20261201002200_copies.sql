-- Copies of Discord's files, made while Discord's links live, and bytes that nothing belongs to any more.

-- Copies from Discord that the bot has to make: when each is due. That time is also the lease of the attempt under way, so it is real time.
create table private.copies (
  file_id uuid primary key references public.files (id) on delete cascade,
  due_at timestamptz not null default now(),
  attempts integer not null default 0
);
create index copies_due_idx on private.copies (due_at);

-- Bytes that nothing belongs to any more. Storage refuses deletes by hand: the bot asks its API. Due in real time: an attempt may be under way.
create table private.erasures (
  path text primary key,
  due_at timestamptz not null default now()
);
create index erasures_due_idx on private.erasures (due_at);

-- Whatever takes a file's row away, its bytes go too; those of a copy under way once its attempt has surely ended.
create function private.erase_bytes() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into private.erasures (path, due_at)
  values (old.path, now() + case old.state when 'waiting' then interval '5 minutes' else interval '0' end)
  on conflict (path) do update set due_at = excluded.due_at;
  perform pg_notify('ticketflow_files', '');
  return null;
end
$$;

create trigger files_erase_bytes after delete on public.files for each row execute function private.erase_bytes();

-- The files of a message as Discord states it: new ones wait to be copied, those that are gone go.
create function private.keep_files() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if new.deleted_at is not null then
    delete from public.files where guild_id = new.guild_id and ticket_id = new.ticket_id and message_id = new.id;
    return null;
  end if;
  if new.kind <> 'message' then
    return null;
  end if;
  delete from public.files f
  where f.guild_id = new.guild_id and f.ticket_id = new.ticket_id and f.message_id = new.id and f.source_id is not null
    and not exists (select from jsonb_array_elements(new.attachments) a where a ->> 'id' = f.source_id);
  with named as (
    insert into public.files (guild_id, ticket_id, message_id, uploader_id, name, size, content_type, source_id, place, state, reason)
    select new.guild_id, new.ticket_id, new.id, new.author_id, coalesce(nullif(left(a ->> 'name', 255), ''), 'file'), x.size,
      case when x.type ~ '^[a-z]+/[a-z0-9.+-]{1,100}$' then x.type else 'application/octet-stream' end, a ->> 'id', n - 1,
      case when x.size > 10485760 then 'failed' else 'waiting' end,
      case when x.size > 10485760 then '{"code": "copy_too_large"}'::jsonb end
    from jsonb_array_elements(new.attachments) with ordinality e (a, n)
    cross join lateral (select least(coalesce((a ->> 'size')::bigint, 0), 2147483647) as size,
      lower(btrim(split_part(coalesce(a ->> 'content_type', ''), ';', 1))) as type) x
    where new.author_id is not null
    on conflict (guild_id, ticket_id, message_id, source_id) do nothing
    returning id, state
  )
  insert into private.copies (file_id) select id from named where state = 'waiting';
  if found then
    perform pg_notify('ticketflow_files', '');
  end if;
  return null;
end
$$;

create trigger messages_have_files after insert on public.messages for each row
  when (new.kind = 'message' and new.attachments <> '[]') execute function private.keep_files();

create trigger messages_change_files after update of attachments, deleted_at on public.messages for each row
  when (new.attachments is distinct from old.attachments or (new.deleted_at is not null and old.deleted_at is null))
  execute function private.keep_files();

-- A tombstone names no files, no matter who makes it.
create function private.forget_files() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  new.attachments := '[]';
  return new;
end
$$;

create trigger messages_forget_files before update of deleted_at on public.messages for each row
  when (new.deleted_at is not null and new.attachments <> '[]') execute function private.forget_files();

-- Up to p_limit copies that are due, not given to another for p_seconds: what to read in Discord, and where the bytes are to lie.
create function private.lease_copies(p_limit integer, p_seconds integer) returns table (
  file_id uuid, guild_id text, channel_id text, discord_message_id text, source_id text, size integer, content_type text, path text, attempts integer)
language plpgsql security definer set search_path = '' set plan_cache_mode = force_custom_plan as $$
declare
  -- A variable: clock_timestamp() is volatile, so it would be a filter of all that waits and no index condition.
  v_now timestamptz := clock_timestamp();
begin
  return query
  with due as (
    select c.file_id from private.copies c
    join public.files f on f.id = c.file_id
    join public.guilds g on g.id = f.guild_id and g.status = 'active'
    join public.tickets t on t.id = f.ticket_id and t.channel_id is not null
    join public.messages m on m.id = f.message_id and m.discord_message_id is not null
    where c.due_at <= v_now order by c.due_at limit p_limit for update of c skip locked
  ), leased as (
    update private.copies c set due_at = v_now + make_interval(secs => p_seconds), attempts = c.attempts + 1
    from due where c.file_id = due.file_id returning c.file_id, c.attempts
  )
  select f.id, f.guild_id::text, t.channel_id::text, m.discord_message_id::text, f.source_id::text, f.size, f.content_type, f.path, l.attempts
  from leased l join public.files f on f.id = l.file_id
  join public.messages m on m.id = f.message_id
  join public.tickets t on t.id = f.ticket_id;
end
$$;

-- What came of a copy: 'stored' with its sum, 'failed' or (tried again after p_seconds) 'waiting' with the reason.
-- The desk is told when there is something new to show. Idempotent; nothing when the file is gone meanwhile.
create function private.settle_copy(p_file uuid, p_state text, p_sha256 text default null, p_reason jsonb default null, p_seconds double precision default 0)
returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_file public.files;
  v_revision bigint;
begin
  select * into v_file from public.files where id = p_file;
  if v_file.id is null then
    return;
  end if;
  perform private.lock_ticket(v_file.ticket_id);
  if p_state = 'waiting' then
    update private.copies set due_at = clock_timestamp() + make_interval(secs => p_seconds) where file_id = p_file;
  else
    delete from private.copies where file_id = p_file;
  end if;
  update public.files set state = p_state, reason = p_reason, sha256 = p_sha256
  where id = p_file and state = 'waiting' and (p_state <> 'waiting' or reason is distinct from p_reason);
  if found then
    v_revision := private.touch_ticket(v_file.ticket_id);
    update public.messages set revision = v_revision where id = v_file.message_id;
  end if;
end
$$;

-- The timer's kind 'drop_upload': an upload that no message came for within a day.
create function private.fire_drop_upload(p_timer uuid, p_worker text) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  v_timer private.timers := private.begin_timer(p_timer, p_worker, 'drop_upload');
begin
  if v_timer.id is null then
    return false;
  end if;
  delete from public.files where id = v_timer.key::uuid and message_id is null;
  -- No act on the ticket: nothing that people see has changed.
  return private.end_timer(v_timer, false);
end
$$;

-- Paths whose bytes are to be erased now.
create function private.erasures_due(p_limit integer) returns setof text
language plpgsql security definer set search_path = '' set plan_cache_mode = force_custom_plan as $$
declare
  -- A variable, as above.
  v_now timestamptz := clock_timestamp();
begin
  return query select e.path from private.erasures e where e.due_at <= v_now order by e.due_at limit p_limit;
end
$$;

create function private.settle_erasures(p_paths text[]) returns void
language sql security definer set search_path = '' as $$
  delete from private.erasures where path = any (p_paths) and due_at <= clock_timestamp()
$$;

grant execute on function private.lease_copies(integer, integer), private.settle_copy(uuid, text, text, jsonb, double precision),
  private.fire_drop_upload(uuid, text), private.erasures_due(integer), private.settle_erasures(text[]) to ticketflow_bot;
