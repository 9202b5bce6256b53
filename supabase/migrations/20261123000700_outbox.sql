-- The outbox: what Discord must still be told. One lane per conversation keeps its order; a lease on the lane is a bot's hold on it.

create table public.outbox_lanes (
  -- ticket:<id>, panel:<id>, member:<guild>:<person>
  lane text primary key,
  guild_id public.snowflake not null references public.guilds (id) on delete cascade,
  -- When the lane's first entry is due; null while nothing waits.
  wake_at timestamptz,
  leased_by text,
  lease_until timestamptz
);
alter table public.outbox_lanes enable row level security;
comment on table public.outbox_lanes is 'Order and leases of the outbox';
create index outbox_lanes_wake_idx on public.outbox_lanes (wake_at) where wake_at is not null;
create index outbox_lanes_guild_idx on public.outbox_lanes (guild_id);

create table public.outbox (
  id uuid primary key default gen_random_uuid(),
  seq bigint generated always as identity,
  lane text not null references public.outbox_lanes (lane) on delete cascade,
  guild_id public.snowflake not null references public.guilds (id) on delete cascade,
  ticket_id uuid,
  message_id uuid references public.messages (id) on delete cascade,
  kind text not null check (kind in ('open_channel', 'send_reply', 'edit_reply', 'delete_reply', 'close_channel', 'reopen_channel',
    'publish_panel', 'fetch_member')),
  payload jsonb not null default '{}',
  attempts integer not null default 0,
  -- Set when a request may have left: from then on its outcome can be unknown.
  attempted_at timestamptz,
  created_at timestamptz not null default now(),
  settled_at timestamptz,
  outcome text check (outcome in ('done', 'failed', 'unknown', 'dropped')),
  reason text,
  check ((settled_at is null) = (outcome is null)),
  foreign key (guild_id, ticket_id) references public.tickets (guild_id, id) on delete cascade
);
alter table public.outbox enable row level security;
comment on table public.outbox is 'What the bot must still do in Discord, and what came of it';
create index outbox_waiting_idx on public.outbox (lane, seq) where settled_at is null;
create index outbox_lane_idx on public.outbox (lane);
create index outbox_ticket_idx on public.outbox (guild_id, ticket_id);
create index outbox_message_idx on public.outbox (message_id) where message_id is not null;

-- Nobody reads or writes the outbox but through functions.

-- Adds an entry and wakes the bots. A lane that waits to retry keeps its time.
create function private.enqueue(
  p_guild text, p_lane text, p_kind text, p_ticket uuid default null, p_message uuid default null, p_payload jsonb default '{}'
) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  v_id uuid;
begin
  insert into public.outbox_lanes as l (lane, guild_id, wake_at) values (p_lane, p_guild, now())
  on conflict (lane) do update set wake_at = coalesce(l.wake_at, now());
  insert into public.outbox (lane, guild_id, ticket_id, message_id, kind, payload)
  values (p_lane, p_guild, p_ticket, p_message, p_kind, p_payload)
  returning id into v_id;
  perform pg_notify('ticketflow_outbox', '');
  return v_id;
end
$$;

-- Leases up to p_limit due lanes to p_worker for p_seconds by the database's clock. Returns the lanes.
create function private.lease_lanes(p_worker text, p_limit integer, p_seconds integer) returns setof text
language sql security definer set search_path = '' as $$
  with due as (
    select l.lane from public.outbox_lanes l
    join public.guilds g on g.id = l.guild_id and g.status = 'active'
    where l.wake_at <= clock_timestamp() and (l.lease_until is null or l.lease_until < clock_timestamp())
    order by l.wake_at
    limit p_limit
    for update of l skip locked
  )
  update public.outbox_lanes l
  set leased_by = p_worker, lease_until = clock_timestamp() + make_interval(secs => p_seconds)
  from due where l.lane = due.lane
  returning l.lane
$$;

-- Gives the lane back. Whatever still waits in it is due after p_retry_after seconds, or at once when the entry that had to wait
-- has been settled meanwhile (by the echo of its message, or by its author).
create function private.release_lane(p_lane text, p_worker text, p_retry_after double precision default 0) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform from public.outbox_lanes where lane = p_lane and leased_by = p_worker for update;
  if not found then
    return;
  end if;
  update public.outbox_lanes l
  set leased_by = null, lease_until = null,
    wake_at = (
      select clock_timestamp() + make_interval(secs => case when o.attempts > 0 then p_retry_after else 0 end)
      from public.outbox o where o.lane = p_lane and o.settled_at is null order by o.seq limit 1)
  where l.lane = p_lane;
end
$$;

-- The next entry of a leased lane with all that its kind needs, marked as attempted; the lease starts anew.
-- Null when the lane is empty or the lease is lost. was_attempted: an earlier attempt may have reached Discord.
create function private.begin_entry(p_lane text, p_worker text, p_seconds integer) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_entry public.outbox;
  v_message public.messages;
  v_revision bigint;
begin
  -- The ticket before its lane, as everybody who queues something for it: the other order deadlocks.
  if p_lane like 'ticket:%' then
    perform private.lock_ticket(substr(p_lane, 8)::uuid);
  end if;
  update public.outbox_lanes set lease_until = clock_timestamp() + make_interval(secs => p_seconds)
  where lane = p_lane and leased_by = p_worker and lease_until > clock_timestamp();
  if not found then
    return null;
  end if;
  select * into v_entry from public.outbox where lane = p_lane and settled_at is null order by seq limit 1;
  if not found then
    return null;
  end if;
  if v_entry.message_id is not null then
    select * into v_message from public.messages where id = v_entry.message_id;
  end if;
  -- The first attempt's time and words stay until the outcome is known: reading back looks for these words from that time on,
  -- whatever was edited or deleted on the desk meanwhile (an edit made while the send is under way is an entry of its own).
  if v_entry.kind = 'send_reply' and v_entry.attempted_at is null then
    v_entry.payload := jsonb_build_object('body', v_message.body);
  end if;
  update public.outbox
  set attempts = attempts + 1, attempted_at = coalesce(attempted_at, clock_timestamp()), payload = v_entry.payload
  where id = v_entry.id;
  if v_entry.message_id is not null then
    if v_entry.kind <> 'delete_reply' and v_message.deleted_at is null and v_message.delivery is distinct from 'sending' then
      v_revision := private.touch_ticket(v_entry.ticket_id);
      update public.messages set delivery = 'sending', delivery_reason = null, revision = v_revision where id = v_entry.message_id;
    end if;
  end if;
  return jsonb_build_object(
    'id', v_entry.id, 'kind', v_entry.kind, 'guild_id', v_entry.guild_id, 'payload', v_entry.payload,
    'was_attempted', v_entry.attempted_at is not null,
    'attempted_at', v_entry.attempted_at, 'attempts', v_entry.attempts + 1,
    'ticket', (
      select jsonb_build_object('id', t.id, 'number', t.number, 'subject', t.subject, 'channel_id', t.channel_id,
        'channel_state', t.channel_state, 'status', t.status, 'requester_id', t.requester_id, 'answers', t.answers,
        'requester_name', coalesce(m.nick, p.display_name), 'close_reason', t.close_reason,
        'closed_by_name', (select coalesce(cm.nick, cp.display_name) from public.people cp
          left join public.members cm on cm.person_id = cp.id and cm.guild_id = t.guild_id where cp.id = t.closed_by),
        'category', jsonb_build_object('id', c.id, 'name', c.name, 'emoji', c.emoji, 'hue', c.hue, 'reply_as', c.reply_as,
          'channel_parent_id', c.channel_parent_id, 'channel_name', c.channel_name,
          'opening_title', c.opening_title, 'opening_text', c.opening_text),
        'staff_role_ids', (select coalesce(jsonb_agg(distinct gr.role_id), '[]') from public.grants gr
          where gr.guild_id = t.guild_id and (gr.category_id is null or gr.category_id = t.category_id)
            and gr.level <> 'viewer' and (not t.is_restricted or gr.level in ('manager', 'admin'))))
      from public.tickets t
      join public.categories c on c.id = t.category_id
      join public.people p on p.id = t.requester_id
      left join public.members m on m.guild_id = t.guild_id and m.person_id = t.requester_id
      where t.id = v_entry.ticket_id),
    'message', (
      select jsonb_build_object('id', m.id, 'body', coalesce(v_entry.payload ->> 'body', m.body),
        'is_deleted', m.deleted_at is not null, 'discord_message_id', m.discord_message_id,
        'reply_to_discord_id', m.reply_to_discord_id, 'created_at', m.created_at, 'author_id', m.author_id,
        'author_name', coalesce(mm.nick, p.display_name), 'author_avatar_hash', p.avatar_hash)
      from public.messages m
      join public.people p on p.id = m.author_id
      left join public.members mm on mm.guild_id = m.guild_id and mm.person_id = m.author_id
      where m.id = v_entry.message_id));
end
$$;

-- Marks an entry as settled, once. True when this call did it.
create function private.settle_entry(p_entry uuid, p_outcome text, p_reason text default null) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  update public.outbox set settled_at = clock_timestamp(), outcome = p_outcome, reason = p_reason, payload = payload - 'body'
  where id = p_entry and settled_at is null;
  return found;
end
$$;

-- Puts an entry back as not attempted: the request is known not to have reached Discord (a refusal to wait, a 429, a 5xx).
create function private.put_back_entry(p_entry uuid, p_reason text) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_entry public.outbox;
  v_revision bigint;
begin
  select * into v_entry from public.outbox where id = p_entry and settled_at is null;
  if not found then
    return;
  end if;
  update public.outbox set attempted_at = null, reason = p_reason where id = p_entry;
  if v_entry.message_id is not null and v_entry.kind <> 'delete_reply' then
    v_revision := private.touch_ticket(v_entry.ticket_id);
    update public.messages set delivery = 'queued', delivery_reason = p_reason, revision = v_revision
    where id = v_entry.message_id and deleted_at is null;
  end if;
end
$$;

-- Settles what was done with a reply: sent (with Discord's id), failed or unknown (with the reason in words).
create function private.settle_reply(p_entry uuid, p_outcome text, p_discord_message_id text default null, p_reason text default null)
returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_entry public.outbox;
  v_revision bigint;
  v_is_gone boolean;
begin
  select * into v_entry from public.outbox where id = p_entry;
  perform private.lock_ticket(v_entry.ticket_id);
  if not private.settle_entry(p_entry, case p_outcome when 'sent' then 'done' else p_outcome end, p_reason) then
    return;
  end if;
  -- Settled by an echo while the lane waited to look for the message: what comes next need not wait.
  update public.outbox_lanes set wake_at = clock_timestamp()
  where lane = v_entry.lane and leased_by is null and wake_at > clock_timestamp();
  if found then
    perform pg_notify('ticketflow_outbox', '');
  end if;
  delete from private.parked_echoes where discord_message_id = p_discord_message_id returning is_gone into v_is_gone;
  v_revision := private.touch_ticket(v_entry.ticket_id);
  update public.messages m
  set delivery = p_outcome, delivery_reason = p_reason, revision = v_revision,
    discord_message_id = coalesce(m.discord_message_id, p_discord_message_id),
    position = case when m.discord_message_id is null and p_discord_message_id is not null
      then private.position_of(p_discord_message_id) else m.position end
  where m.id = v_entry.message_id and m.deleted_at is null;
  -- Replies that still wait behind it were placed by the clock, before Discord's id of this one: they stay behind it.
  update public.messages m set position = private.position_of((p_discord_message_id::bigint + behind.n)::text), revision = v_revision
  from (
    select w.id, row_number() over (order by w.position, w.id) as n
    from public.messages w
    where w.ticket_id = v_entry.ticket_id and w.kind = 'reply' and w.delivery in ('queued', 'sending') and w.discord_message_id is null
      and w.id <> v_entry.message_id and w.position < private.position_of(p_discord_message_id)
  ) behind
  where m.id = behind.id and p_outcome = 'sent';
  -- A reply deleted on the desk while its send was in flight: now that its id is known, Discord is told.
  update public.messages m set discord_message_id = p_discord_message_id, revision = v_revision
  where m.id = v_entry.message_id and m.deleted_at is not null and m.discord_message_id is null and p_discord_message_id is not null;
  if found then
    perform private.enqueue(v_entry.guild_id, v_entry.lane, 'delete_reply', v_entry.ticket_id, v_entry.message_id);
  end if;
  -- Discord kept what the desk deleted: its tombstone says so.
  if v_entry.kind = 'delete_reply' then
    update public.messages set delivery = p_outcome, delivery_reason = p_reason, revision = v_revision where id = v_entry.message_id;
  end if;
  -- Deleted in Discord before the answer to its send came.
  if v_is_gone then
    update public.messages set body = '', deleted_at = clock_timestamp(), deleted_in = 'discord'
    where id = v_entry.message_id and deleted_at is null;
  end if;
end
$$;

-- Replies of a ticket whose Discord ids are known, among these ids: reading back must not take them for another's.
create function private.known_discord_ids(p_ids text[]) returns setof text
language sql stable security definer set search_path = '' as $$
  select m.discord_message_id from public.messages m where m.discord_message_id = any (p_ids)
$$;

grant execute on function private.lease_lanes(text, integer, integer), private.release_lane(text, text, double precision),
  private.begin_entry(text, text, integer), private.settle_entry(uuid, text, text), private.put_back_entry(uuid, text),
  private.settle_reply(uuid, text, text, text), private.known_discord_ids(text[]) to ticketflow_bot;
