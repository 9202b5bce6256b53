-- Files: where they lie, who may put one there, and who may read it. The bytes are Storage's; the rule is the ticket's.
-- Reading is a download by those who may read the message it belongs to. No address is ever signed for a browser: an address that
-- works without a session would outlive the role, for as long as its maker wishes.

insert into storage.buckets (id, name, public, file_size_limit) values ('attachments', 'attachments', false, 10485760)
on conflict (id) do nothing;

create table public.files (
  guild_id public.snowflake not null,
  id uuid not null default gen_random_uuid() primary key,
  ticket_id uuid not null,
  -- Null until the message is written: then only the uploader knows it.
  message_id uuid,
  uploader_id public.snowflake not null references public.people (id),
  name text not null check (char_length(name) between 1 and 255),
  size integer not null,
  content_type text not null check (content_type ~ '^[a-z]+/[a-z0-9.+-]{1,100}$'),
  path text not null unique generated always as (guild_id || '/' || ticket_id || '/' || id) stored,
  reserved_at timestamptz not null default now(),
  -- 'waiting': to be copied from Discord. 'failed': it stays there alone, for this reason. A file of the desk is
  -- stored from the moment it belongs to a message.
  state text not null default 'stored' check (state in ('waiting', 'stored', 'failed')),
  reason jsonb check (reason is null or private.is_reason(reason)),
  -- Discord's id of the attachment that this is a copy of.
  source_id public.snowflake,
  -- Of the bytes that were copied.
  sha256 text check (sha256 ~ '^[0-9a-f]{64}$'),
  -- Its place among the files of its message.
  place integer not null default 0,
  -- Discord's own limit without boosts: https://discord.com/developers/docs/reference#uploading-files
  -- What is too large to be kept is named all the same.
  constraint files_size_check check (size >= 0 and (size <= 10485760 or state <> 'stored')),
  constraint files_source_check check (source_id is null or message_id is not null),
  foreign key (guild_id, ticket_id) references public.tickets (guild_id, id) on delete cascade,
  foreign key (guild_id, ticket_id, message_id) references public.messages (guild_id, ticket_id, id) on delete cascade
);
alter table public.files enable row level security;
comment on table public.files is 'Files of messages: name, size, type, where the bytes lie, whether they have been copied from Discord';

create unique index files_source_key on public.files (guild_id, ticket_id, message_id, source_id);
create index files_uploader_idx on public.files (uploader_id);

create policy "people read the files of their messages, and what they reserved" on public.files
  for select to authenticated using (
    guild_id = any ((select private.reachable_guilds())::text[])
    and (
      exists (select from public.messages m where m.id = message_id)
      or (message_id is null and uploader_id = (select private.actor()) and exists (select from public.tickets t where t.id = ticket_id))
    )
  );

grant select on public.files to authenticated;

-- What Storage is doing when it asks (its ROUTE_OPERATIONS; some versions leave the first word out).
create function private.is_download() returns boolean
language sql stable set search_path = '' as $$
  select regexp_replace(coalesce(storage.operation(), ''), '^storage\.', '')
    in ('object.get_authenticated', 'object.info_authenticated', 'object.get_authenticated_info', 'object.head_authenticated_info')
$$;

-- Storage can also sign an address to which anybody may put a file for two hours, and take a file in parts over a day. Of an agent
-- only the plain upload is taken, under their own session and within the ten minutes (names: Storage's ROUTE_OPERATIONS).
create function private.is_upload() returns boolean
language sql stable set search_path = '' as $$
  select regexp_replace(coalesce(storage.operation(), ''), '^storage\.', '') = 'object.upload'
$$;

-- Downloads alone: no listing, no signing, no copying. The row of the file decides, under its own policy. The object's name is named
-- in full: "name" alone would be the file's own.
create policy "people download files of messages they may read" on storage.objects for select to authenticated
  using (bucket_id = 'attachments' and (select private.is_download()) and exists (select from public.files f where f.path = objects.name));
-- Once, where it was reserved: nothing may be replaced, moved or removed.
create policy "agents upload where they have reserved" on storage.objects for insert to authenticated
  with check (bucket_id = 'attachments' and (select private.is_upload()) and exists (
    select from public.files f
    where f.path = objects.name and f.message_id is null and f.uploader_id = (select private.actor())
      and f.guild_id = any ((select private.staff_guilds())::text[]) and f.reserved_at > now() - interval '10 minutes'));

-- Reserves the path of one upload for ten minutes. For agents on the ticket. Returns {id, path}.
-- Refuses with TF001, TF005, TF018 (no name, or a size or type that is not taken).
create function private.reserve_upload(p_ticket uuid, p_name text, p_size integer, p_content_type text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_ticket public.tickets;
  v_file public.files;
begin
  v_ticket := private.act_on(p_ticket, 2);
  if coalesce(p_size, 0) not between 1 and 10485760 or char_length(coalesce(p_name, '')) not between 1 and 255
    or coalesce(p_content_type, '') !~ '^[a-z]+/[a-z0-9.+-]{1,100}$' then
    perform private.refuse('TF018', 'A file has a name, a type, and at most 10 MB');
  end if;
  insert into public.files (guild_id, ticket_id, uploader_id, name, size, content_type)
  values (v_ticket.guild_id, p_ticket, private.actor(), p_name, p_size, p_content_type) returning * into v_file;
  -- A path that no message comes for is given up after a day.
  perform private.set_timer(v_file.guild_id, p_ticket, 'drop_upload', v_file.id::text, private.now() + interval '1 day');
  return jsonb_build_object('id', v_file.id, 'path', v_file.path);
end
$$;

-- Files as a message names them, if this person has uploaded each to this ticket, whole, and none belongs to a message. A request of
-- Discord's takes 25 MiB (https://discord.com/developers/docs/reference#uploading-files) and a message ten files; 24 leave room for the rest.
create function private.files_to_attach(p_ticket uuid, p_person text, p_files uuid[]) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_found record;
begin
  -- Locked: another message may be about to take the same.
  perform from public.files where id = any (p_files) order by id for update;
  select jsonb_agg(jsonb_build_object('id', f.id, 'name', f.name, 'size', f.size, 'content_type', f.content_type) order by u.n) as files,
    count(*) as count, sum(f.size) as size into v_found
  from unnest(p_files) with ordinality u (id, n) join public.files f on f.id = u.id
  where f.ticket_id = p_ticket and f.uploader_id = p_person and f.message_id is null
    and exists (select from storage.objects o where o.bucket_id = 'attachments' and o.name = f.path and o.metadata ->> 'size' = f.size::text);
  if v_found.count <> (select count(distinct x) from unnest(p_files) x) or v_found.count <> cardinality(p_files) then
    perform private.refuse('TF019', 'A file is not here any more');
  end if;
  if v_found.count > 10 or v_found.size > 25165824 then
    perform private.refuse('TF020', 'Ten files and 24 MB together fit into one Discord message');
  end if;
  return v_found.files;
end
$$;

grant execute on function private.is_download(), private.is_upload() to authenticated;
