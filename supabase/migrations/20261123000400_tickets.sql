-- Tickets and their heads.

-- One conversation with one requester. States are text, so that their indexes work under RLS.
create table public.tickets (
  guild_id public.snowflake not null references public.guilds (id) on delete cascade,
  id uuid not null default gen_random_uuid() unique,
  number integer not null,
  category_id uuid not null,
  requester_id public.snowflake not null references public.people (id),
  assignee_id public.snowflake references public.people (id),
  subject text not null check (char_length(subject) between 1 and 200),
  status text not null default 'open' check (status in ('open', 'waiting', 'snoozed', 'closed')),
  priority text not null default 'normal' check (priority in ('low', 'normal', 'high', 'urgent')),
  is_restricted boolean not null default false,
  -- Answers to the category's form, as asked: [{"label": "...", "value": "..."}].
  answers jsonb not null default '[]',
  source text not null default 'panel' check (source in ('panel', 'command', 'message', 'desk')),
  source_channel_id public.snowflake,
  -- The id of the interaction that opened it: pressing twice opens one ticket.
  interaction_id public.snowflake unique,
  channel_id public.snowflake unique,
  channel_state text not null default 'opening' check (channel_state in ('opening', 'open', 'failed', 'deleted')),
  channel_error text,
  opened_at timestamptz not null default now(),
  closed_at timestamptz,
  closed_by public.snowflake references public.people (id),
  close_reason text check (char_length(close_reason) <= 500),
  check ((status = 'closed') = (closed_at is not null)),
  primary key (guild_id, id),
  unique (guild_id, number),
  foreign key (guild_id, category_id) references public.categories (guild_id, id)
);
alter table public.tickets enable row level security;
comment on table public.tickets is 'Tickets: who asked, about what, the answers to the form, who answers, state';
create index tickets_requester_idx on public.tickets (requester_id, guild_id);
create index tickets_assignee_idx on public.tickets (assignee_id, guild_id);
create index tickets_category_idx on public.tickets (guild_id, category_id);
create index tickets_closed_by_idx on public.tickets (closed_by);

-- The narrow row that every change touches: revision, cursor, last activity.
-- Its lock is the ticket's lock.
create table public.ticket_heads (
  guild_id public.snowflake not null,
  ticket_id uuid not null,
  revision bigint not null default 0,
  changed_in xid8 not null default pg_current_xact_id(),
  is_open boolean not null default true,
  last_activity_at timestamptz not null default now(),
  primary key (ticket_id, guild_id),
  foreign key (guild_id, ticket_id) references public.tickets (guild_id, id) on delete cascade
);
alter table public.ticket_heads enable row level security;
comment on table public.ticket_heads is 'When a ticket last changed';
create index ticket_heads_changed_idx on public.ticket_heads (guild_id, changed_in, ticket_id);
create index ticket_heads_inbox_idx on public.ticket_heads (guild_id, is_open, last_activity_at desc, ticket_id desc);

-- How far a person has read.
create table public.read_marks (
  ticket_id uuid not null references public.tickets (id) on delete cascade,
  person_id public.snowflake not null references public.people (id),
  revision bigint not null,
  primary key (ticket_id, person_id)
);
alter table public.read_marks enable row level security;
comment on table public.read_marks is 'How far each agent has read a ticket';
create index read_marks_person_idx on public.read_marks (person_id);

-- Guilds whose tickets the person could read at all: as staff, or because he asked there.
create function private.reachable_guilds() returns text[]
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select coalesce(array_agg(distinct x.guild_id), '{}') from (
    select l.guild_id from private.my_levels() l
    union all
    select t.guild_id from public.tickets t join public.guilds g on g.id = t.guild_id and g.status <> 'left'
    where t.requester_id = private.discord_id()
  ) x);
end
$$;
grant execute on function private.reachable_guilds() to authenticated;

create policy "people read tickets of their categories, assigned to them, or asked by them" on public.tickets
  for select to authenticated using (
    guild_id = any ((select private.reachable_guilds())::text[])
    and (
      (array_position((select private.categories_at(1)), category_id) is not null and not is_restricted)
      or array_position((select private.categories_at(3)), category_id) is not null
      or (assignee_id = (select private.discord_id()) and guild_id = any ((select private.staff_guilds())::text[]))
      or requester_id = (select private.discord_id())
    )
  );
create policy "people read the heads of tickets they may read" on public.ticket_heads
  for select to authenticated using (
    guild_id = any ((select private.reachable_guilds())::text[])
    and exists (select from public.tickets t where t.id = ticket_id)
  );
create policy "people read their own read marks" on public.read_marks
  for select to authenticated using (person_id = (select private.discord_id()));

grant select on public.tickets, public.ticket_heads, public.read_marks to authenticated;
grant select on public.tickets, public.ticket_heads to ticketflow_bot;
create policy "the bot reads tickets" on public.tickets for select to ticketflow_bot using (true);
create policy "the bot reads heads" on public.ticket_heads for select to ticketflow_bot using (true);

-- Whoever may see the guild sees names: staff see their guild's members, everybody sees himself.
create policy "staff and the person himself read a membership" on public.members for select to authenticated
  using (guild_id = any ((select private.staff_guilds())::text[]) or person_id = (select private.discord_id()));
create policy "people read the names of those in their guilds" on public.people for select to authenticated
  using (
    id = (select private.discord_id())
    or exists (select from public.members m where m.person_id = id and m.guild_id = any ((select private.reachable_guilds())::text[]))
  );

-- The level of the signed-in person on one ticket: 0 when he may not read it as staff. For RPCs, one row at a time.
create function private.ticket_level(p_ticket uuid) returns integer
language plpgsql stable security definer set search_path = '' as $$
declare
  v_me text := private.discord_id();
begin
  return (select coalesce(max(l.level), 0)
    from public.tickets t
    join private.levels_of(v_me) l on l.guild_id = t.guild_id
    where t.id = p_ticket
      and (l.category_id is null or l.category_id = t.category_id or t.assignee_id = v_me)
      and (not t.is_restricted or l.level >= 3 or t.assignee_id = v_me));
end
$$;

create function private.can_read_ticket(p_ticket uuid) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return private.ticket_level(p_ticket) > 0 or exists (
    select from public.tickets t join public.guilds g on g.id = t.guild_id and g.status <> 'left'
    where t.id = p_ticket and t.requester_id = private.discord_id());
end
$$;
grant execute on function private.ticket_level(uuid), private.can_read_ticket(uuid) to authenticated;

-- The same verdict as the policies', taken once for a function that reads many rows.
create type private.verdict as (
  me text,
  -- Guilds in which he holds any level.
  staff text[],
  -- Categories that he reads, and those in which he sees restricted tickets.
  reads uuid[],
  manages uuid[],
  reaches text[]
);

create function private.my_verdict() returns private.verdict
language plpgsql stable security definer set search_path = '' as $$
declare
  v private.verdict;
begin
  v.me := private.discord_id();
  with levels as materialized (select l.guild_id, l.category_id, l.level from private.levels_of(v.me) l)
  select array(select distinct l.guild_id from levels l),
    array(select distinct c.id from levels l
      join public.categories c on c.guild_id = l.guild_id and (l.category_id is null or l.category_id = c.id)),
    array(select distinct c.id from levels l
      join public.categories c on c.guild_id = l.guild_id and (l.category_id is null or l.category_id = c.id) where l.level >= 3),
    array(select l.guild_id from levels l
      union select t.guild_id from public.tickets t join public.guilds g on g.id = t.guild_id and g.status <> 'left'
        where t.requester_id = v.me)
  into v.staff, v.reads, v.manages, v.reaches;
  return v;
end
$$;
