-- The outbox: what Discord must still be told. One lane per conversation keeps its order; a lease on the lane is a bot's hold on it.
-- It is read and written through functions alone.

create table public.outbox_lanes (
  -- ticket:<id>, panel:<id>, member:<guild>:<person>
  lane text primary key,
  guild_id public.snowflake not null references public.guilds (id) on delete cascade,
  -- When the lane's first entry is due, in real time (a wait before a retry is not a promise); null while nothing waits.
  wake_at timestamptz,
  leased_by text,
  lease_until timestamptz,
  -- An entry lies in a lane of its own guild.
  constraint outbox_lanes_guild_key unique (guild_id, lane)
);
alter table public.outbox_lanes enable row level security;
comment on table public.outbox_lanes is 'Order and leases of the outbox';
create index outbox_lanes_wake_idx on public.outbox_lanes (wake_at) where wake_at is not null;

create table public.outbox (
  id uuid primary key default gen_random_uuid(),
  seq bigint generated always as identity,
  lane text not null,
  guild_id public.snowflake not null references public.guilds (id) on delete cascade,
  ticket_id uuid,
  message_id uuid,
  kind text not null check (kind in ('open_channel', 'send_reply', 'edit_reply', 'delete_reply', 'close_channel', 'reopen_channel',
    'publish_panel', 'fetch_member', 'leave_threads', 'set_overwrites', 'compare_access')),
  payload jsonb not null default '{}',
  attempts integer not null default 0,
  -- Set when a request may have left: from then on its outcome can be unknown.
  attempted_at timestamptz,
  created_at timestamptz not null default now(),
  settled_at timestamptz,
  outcome text check (outcome in ('done', 'failed', 'unknown', 'dropped')),
  reason jsonb check (reason is null or private.is_reason(reason)),
  check ((settled_at is null) = (outcome is null)),
  constraint outbox_lane_fkey foreign key (guild_id, lane) references public.outbox_lanes (guild_id, lane) on delete cascade,
  foreign key (guild_id, ticket_id) references public.tickets (guild_id, id) on delete cascade,
  constraint outbox_message_fkey foreign key (guild_id, ticket_id, message_id)
    references public.messages (guild_id, ticket_id, id) on delete cascade
);
alter table public.outbox enable row level security;
comment on table public.outbox is 'What the bot must still do in Discord, and what came of it';

create index outbox_waiting_idx on public.outbox (lane, seq) where settled_at is null;
create index outbox_lane_idx on public.outbox (lane, guild_id);
create index outbox_ticket_idx on public.outbox (guild_id, ticket_id, message_id);
create index outbox_message_idx on public.outbox (message_id) where message_id is not null;

-- How much waits and since when, without reading the rows.
create index outbox_waiting_since_idx on public.outbox (created_at) include (guild_id) where settled_at is null;

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

-- The overwrites of a channel, or who is in a thread. One ticket's are written whatever its state; those of a guild or category
-- follow a grant, which a thread does not know.
create function private.enqueue_overwrites(p_guild text, p_category uuid, p_ticket uuid default null) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform private.enqueue(p_guild, 'ticket:' || t.id, 'set_overwrites', t.id)
  from (select t.id from public.tickets t join public.ticket_heads h on h.ticket_id = t.id and h.guild_id = t.guild_id
    where t.guild_id = p_guild and t.channel_state = 'open'
      and (t.id = p_ticket or (p_ticket is null and h.is_open and t.channel_kind = 'channel'
        and (p_category is null or t.category_id = p_category)))
      and not exists (select from public.outbox o where o.lane = 'ticket:' || t.id and o.kind = 'set_overwrites' and o.settled_at is null
        and o.attempted_at is null)
    order by t.id) t;
end
$$;

-- The private threads of open tickets in which a member may be, without the right to read the ticket. Asked when the entry is
-- worked, so that a role given back meanwhile keeps them in.
create function private.threads_to_leave(p_guild text, p_person text) returns setof text
language plpgsql stable security definer set search_path = '' as $$
begin
  return query
  select t.channel_id::text from public.tickets t
  join public.ticket_heads h on h.ticket_id = t.id and h.guild_id = t.guild_id
  where t.guild_id = p_guild and h.is_open and t.channel_kind = 'thread' and t.channel_state = 'open'
    and t.requester_id <> p_person
    and not exists (
      select from private.levels_of(p_person) l
      where l.guild_id = t.guild_id
        and (t.assignee_id = p_person or exists (select from public.ticket_participants p where p.ticket_id = t.id and p.person_id = p_person)
          or ((l.category_id is null or l.category_id = t.category_id) and (not t.is_restricted or l.level >= 3))));
end
$$;

create function private.leave_threads(p_guild text, p_person text) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_lane text := 'member:' || p_guild || ':' || p_person;
begin
  if exists (select from private.threads_to_leave(p_guild, p_person))
    and not exists (select from public.outbox o where o.lane = v_lane and o.kind = 'leave_threads' and o.settled_at is null
      and o.attempted_at is null) then
    perform private.enqueue(p_guild, v_lane, 'leave_threads', p_payload => jsonb_build_object('person_id', p_person));
  end if;
end
$$;

-- Discord follows: the channel's overwrites, or who is in the thread.
create function private.let_in_discord(p_ticket public.tickets) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform private.enqueue_overwrites(p_ticket.guild_id, null, p_ticket.id);
  if p_ticket.channel_kind = 'thread' then
    -- Whom the bot knows to have lost it need not wait for the ticket's lane.
    perform private.leave_threads(p_ticket.guild_id, m.person_id) from public.members m
    where m.guild_id = p_ticket.guild_id and m.is_mirrored and m.left_at is null order by m.person_id;
  end if;
end
$$;

grant execute on function private.threads_to_leave(text, text) to ticketflow_bot;
