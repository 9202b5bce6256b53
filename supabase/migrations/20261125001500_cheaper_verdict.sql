-- The same verdict for less, at any size. Measured at a million tickets in a thousand guilds (npm run bench:access).

-- Levels ----------------------------------------------------------------------------------------------------------------

-- Every verdict asks which guilds a person owns, where he is staff, and what his roles give there.
create index guilds_owner_idx on public.guilds (owner_id);
create index members_staff_idx on public.members (person_id) where is_mirrored and left_at is null;
create index roles_managing_idx on public.roles (guild_id, id) where can_manage_guild;
create index grants_levels_idx on public.grants (guild_id, role_id) include (category_id, level);

-- Parsed here, and without a setting of their own: the planner unfolds these into levels_of, which so is one plan instead of a call
-- for each guild and each grant.
create or replace function private.level_rank(p_level text) returns integer
language sql immutable
return case p_level when 'viewer' then 1 when 'agent' then 2 when 'manager' then 3 when 'admin' then 4 else 0 end;

create or replace function private.levels_of_roles(p_guild text, p_roles text[]) returns table (category_id uuid, level integer)
language sql stable security invoker
begin atomic
  select null::uuid, 4 where exists (
    select from public.roles r where r.guild_id = p_guild and (r.id = any (p_roles) or r.id = p_guild) and r.can_manage_guild)
  union all
  select gr.category_id, private.level_rank(gr.level) from public.grants gr
  where gr.guild_id = p_guild and (gr.role_id = any (p_roles) or gr.role_id = p_guild);
end;

create or replace function private.is_current(p_seen_at timestamptz) returns boolean
language sql stable security invoker
return coalesce(p_seen_at > now() - (select s.access_limit from private.settings s), false);

-- Categories in which the person holds at least this level: those named, and all of a guild where none is. Two sets instead of a
-- join of both, which compared each grant with each category.
create or replace function private.categories_at(p_level integer) returns uuid[]
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    with levels as materialized (select l.guild_id, l.category_id from private.my_levels() l where l.level >= p_level)
    select array(
      select l.category_id from levels l where l.category_id is not null
      union select c.id from levels l join public.categories c on c.guild_id = l.guild_id where l.category_id is null));
end
$$;

-- What a person reaches ---------------------------------------------------------------------------------------------------

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
revoke execute on function private.asked_in(text) from public;

create or replace function private.reachable_guilds() returns text[]
language plpgsql stable security definer set search_path = '' as $$
begin
  return array(select l.guild_id from private.my_levels() l
    union select x from private.asked_in(private.discord_id()) x where (select g.status from public.guilds g where g.id = x) <> 'left');
end
$$;

-- Guilds that have to do with a person at all: more than he reaches, for less. A gate before what then asks for the ticket itself.
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
grant execute on function private.known_guilds() to authenticated;

create or replace function private.my_verdict() returns private.verdict
language plpgsql stable security definer set search_path = '' as $$
declare
  v private.verdict;
begin
  v.me := private.discord_id();
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

-- Whoever has to do with no guild is told of nobody, without looking through everybody.
create function private.is_known() returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return cardinality(private.known_guilds()) > 0;
end
$$;
grant execute on function private.is_known() to authenticated;
drop policy "people read the names of those in their guilds" on public.people;
create policy "people read the names of those in their guilds" on public.people for select to authenticated
  using (
    (select private.is_known())
    and (
      id = (select private.discord_id())
      or exists (select from public.members m where m.person_id = id and m.guild_id = any ((select private.reachable_guilds())::text[]))
    )
  );

-- Looking a ticket up for each row ------------------------------------------------------------------------------------------

-- What belongs to a ticket asks for it by its id, row by row of a page: two buffers each instead of four, at any size.
create index tickets_lookup_idx on public.tickets using hash (id);

-- Past the gate each term stands for itself; only what somebody asked himself also asks whether the guild is still served.
drop policy "people read tickets of their categories, given to them, or asked by them" on public.tickets;
create policy "people read tickets of their categories, given to them, or asked by them" on public.tickets
  for select to authenticated using (
    guild_id = any ((select private.known_guilds())::text[])
    and (
      (array_position((select private.categories_at(1)), category_id) is not null and not is_restricted)
      or array_position((select private.categories_at(3)), category_id) is not null
      or (assignee_id = (select private.discord_id()) and guild_id = any ((select private.staff_guilds())::text[]))
      or array_position((select private.added_to()), id) is not null
      or (requester_id = (select private.discord_id()) and guild_id = any ((select private.reachable_guilds())::text[]))
    )
  );

drop policy "people read the heads of tickets they may read" on public.ticket_heads;
create policy "people read the heads of tickets they may read" on public.ticket_heads
  for select to authenticated using (
    guild_id = any ((select private.known_guilds())::text[])
    and exists (select from public.tickets t where t.id = ticket_id)
  );

-- One look-up, where there were two for a note. Whoever reads a ticket in which he did not ask himself reads it as staff.
drop policy "people read the words of tickets they may read, notes as staff only" on public.messages;
create policy "people read the words of tickets they may read, notes as staff only" on public.messages
  for select to authenticated using (
    guild_id = any ((select private.known_guilds())::text[])
    and exists (
      select from public.tickets t where t.id = ticket_id
        and (
          kind <> 'note'
          or t.requester_id is distinct from (select private.discord_id())
          or (array_position((select private.categories_at(1)), t.category_id) is not null and not t.is_restricted)
          or array_position((select private.categories_at(3)), t.category_id) is not null
          or (t.assignee_id = (select private.discord_id()) and t.guild_id = any ((select private.staff_guilds())::text[]))
          or array_position((select private.added_to()), t.id) is not null
        )
    )
  );

-- Plans -------------------------------------------------------------------------------------------------------------------------

-- A select of one guild meets the gate besides, and the planner takes both for independent: in a thousand guilds it expects a
-- hundredth of the guild's rows, and reads and sorts all heads instead of the first fifty. Told of ten guilds, it takes the gate for
-- what it is, open to whoever names a guild of his.
alter table public.ticket_heads alter column guild_id set (n_distinct = 10);

-- A category's tickets of one state, latest first: a column of a board. It also serves the key to categories.
create index tickets_board_idx on public.tickets (guild_id, category_id, status, opened_at desc, id desc);
drop index public.tickets_category_idx;

-- Unread messages of each ticket of a page are counted from this index alone, without the messages.
drop index public.messages_unread_idx;
create index messages_unread_idx on public.messages (ticket_id, made_in) where kind = 'message' and deleted_at is null and not is_staff;
