-- The verdict: which guilds and tickets are open to the person who asks. One set of terms, as functions and as policies.

-- Guilds in which a person has asked, from one to the next along the index: as many steps as guilds, however many tickets.
create function private.asked_in(p_person text) returns setof text
language plpgsql stable security definer set search_path = '' as $$
begin
  return query
  with recursive asked (guild_id) as (
    select (select min(t.guild_id::text) from public.tickets t where t.requester_id = p_person)
    union all
    select (select min(t.guild_id::text) from public.tickets t where t.requester_id = p_person and t.guild_id > a.guild_id)
    from asked a where a.guild_id is not null
  )
  select a.guild_id from asked a where a.guild_id is not null;
end
$$;

-- Guilds whose tickets the actor could read at all: as staff, or as a requester.
create function private.reachable_guilds() returns text[]
language plpgsql stable security definer set search_path = '' as $$
begin
  return array(select l.guild_id from private.my_levels() l
    union select x from private.asked_in(private.actor()) x where (select g.status from public.guilds g where g.id = x) <> 'left');
end
$$;

-- Guilds that have to do with the signed-in person at all: more than they reach, for less. A gate before what then asks for the ticket itself.
create function private.known_guilds() returns text[]
language plpgsql stable security definer set search_path = '' as $$
declare
  v_me text := private.identity();
begin
  return array(select m.guild_id::text from public.members m where m.person_id = v_me
    union select g.id::text from public.guilds g where g.owner_id = v_me
    union select x from private.asked_in(v_me) x);
end
$$;

-- A person without any guild learns of nobody, without a scan.
create function private.is_known() returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return cardinality(private.known_guilds()) > 0;
end
$$;

-- Tickets to which the person was added, in guilds where they are staff.
create function private.added_to() returns uuid[]
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select coalesce(array_agg(p.ticket_id), '{}') from public.ticket_participants p
    where p.person_id = private.actor() and p.guild_id = any (private.staff_guilds()));
end
$$;

-- The level of the actor on one ticket: 0 when they may not read it as staff. For RPCs, one row at a time.
create function private.ticket_level(p_ticket uuid) returns integer
language plpgsql stable security definer set search_path = '' as $$
declare
  v_me text := private.actor();
begin
  return (select coalesce(max(l.level), 0)
    from public.tickets t
    cross join lateral (
      -- Given to them by name.
      select t.assignee_id = v_me or exists (select from public.ticket_participants p where p.ticket_id = t.id and p.person_id = v_me) as is_given
    ) given
    join private.my_levels() l on l.guild_id = t.guild_id
    where t.id = p_ticket
      and (l.category_id is null or l.category_id = t.category_id or given.is_given)
      and (not t.is_restricted or l.level >= 3 or given.is_given));
end
$$;

-- The same of somebody who does not ask, by the roles that the bot keeps true; that the ticket is theirs already counts for nothing.
create function private.level_of(p_ticket uuid, p_person text) returns integer
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select coalesce(max(l.level), 0)
    from public.tickets t
    cross join lateral (
      select exists (select from public.ticket_participants p where p.ticket_id = t.id and p.person_id = p_person) as is_added
    ) by_name
    join private.levels_of(p_person) l on l.guild_id = t.guild_id
    where t.id = p_ticket
      and (l.category_id is null or l.category_id = t.category_id or by_name.is_added)
      and (not t.is_restricted or l.level >= 3 or by_name.is_added));
end
$$;

create function private.can_read_ticket(p_ticket uuid) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return private.ticket_level(p_ticket) > 0 or exists (
    select from public.tickets t join public.guilds g on g.id = t.guild_id and g.status <> 'left'
    where t.id = p_ticket and t.requester_id = private.actor() and private.counts_in(t.guild_id));
end
$$;

-- For functions that read many rows: the verdict taken once, and one expression that asks it. Its body is parsed here, so no search path
-- can change it, and without a setting of its own the planner unfolds it into each query.
create type private.verdict as (
  me text,
  staff text[],
  reads uuid[],
  manages uuid[],
  reaches text[],
  added uuid[]
);

-- The verdict of the person who asks. For functions that read many rows: taken once, then asked of each row by opens().
create function private.my_verdict() returns private.verdict
language plpgsql stable security definer set search_path = '' as $$
declare
  v private.verdict;
begin
  v.me := private.actor();
  with levels as materialized (select l.guild_id, l.category_id, l.level from private.my_levels() l)
  select array(select distinct l.guild_id from levels l),
    array(select l.category_id from levels l where l.category_id is not null
      union select c.id from levels l join public.categories c on c.guild_id = l.guild_id where l.category_id is null),
    array(select l.category_id from levels l where l.category_id is not null and l.level >= 3
      union select c.id from levels l join public.categories c on c.guild_id = l.guild_id where l.category_id is null and l.level >= 3),
    array(select l.guild_id from levels l
      union select x from private.asked_in(v.me) x where (select g.status from public.guilds g where g.id = x) <> 'left'),
    array(select p.ticket_id from public.ticket_participants p where p.person_id = v.me and p.guild_id in (select l.guild_id from levels l))
  into v.staff, v.reads, v.manages, v.reaches, v.added;
  return v;
end
$$;

create function private.opens(v private.verdict, t public.tickets) returns boolean
language sql stable
return (array_position(v.reads, t.category_id) is not null and not t.is_restricted)
  or array_position(v.manages, t.category_id) is not null
  or (t.assignee_id = v.me and t.guild_id = any (v.staff))
  or array_position(v.added, t.id) is not null
  or t.requester_id = v.me;

-- The same asked of a head, for lists that are filtered and sorted by heads alone.
create function private.opens_head(v private.verdict, h public.ticket_heads) returns boolean
language sql stable
return (array_position(v.reads, h.category_id) is not null and not h.is_restricted)
  or array_position(v.manages, h.category_id) is not null
  or (h.assignee_id = v.me and h.guild_id = any (v.staff))
  or array_position(v.added, h.ticket_id) is not null
  or h.requester_id = v.me;

-- Whether it opens the ticket's notes too: to staff, never to a requester as such.
create function private.opens_notes(v private.verdict, t public.tickets) returns boolean
language sql stable
return (array_position(v.reads, t.category_id) is not null and not t.is_restricted)
  or array_position(v.manages, t.category_id) is not null
  or (t.assignee_id = v.me and t.guild_id = any (v.staff))
  or array_position(v.added, t.id) is not null;

grant execute on function private.reachable_guilds(), private.known_guilds(), private.is_known(), private.added_to() to authenticated;
