-- Roles and levels as admins manage them: what Discord's roles are, what each gives, and what a holder would see.

alter table public.roles
  -- How many members hold it, as Discord counted at the last comparison; null until then.
  add column member_count integer check (member_count >= 0),
  -- Of a bot or an integration: nobody can be given it.
  add column is_managed boolean not null default false;

alter table public.guilds
  -- When the bot last compared everything that decides access with Discord.
  add column compared_at timestamptz;
grant select (compared_at) on public.guilds to authenticated;

-- Access changed --------------------------------------------------------------------------------------------------------

-- Whoever decides access calls this for each person concerned: his open pages drop what they show and start again, and he is
-- taken out of the guild's private threads that he may not read any more.
create function private.access_changed(p_guild text, p_person text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform private.poke_person(p_person, p_guild);
  perform private.leave_threads(p_guild, p_person);
end
$$;

-- The same for everybody of whom the bot knows that he holds one of these roles; null: for all staff of the guild.
create function private.access_of_holders_changed(p_guild text, p_roles text[]) returns void
language plpgsql security definer set search_path = '' as $$
begin
  -- In the order of their ids: two changes at once lock in the same order.
  perform private.access_changed(p_guild, m.person_id)
  from (select m.person_id from public.members m
    where m.guild_id = p_guild and m.is_mirrored and m.left_at is null
      and (p_roles is null or p_guild = any (p_roles) or m.role_ids && p_roles)
    order by m.person_id) m;
  perform private.poke_guild(p_guild);
end
$$;

-- The private threads of open tickets in which a member may be, without the right to read the ticket. Asked when the entry is
-- worked, so that a role given back meanwhile keeps him in.
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

alter table public.tickets
  add column channel_kind text not null default 'channel' check (channel_kind in ('channel', 'thread'));
alter table public.categories
  -- A channel of its own for each ticket, or a private thread of the channel channel_parent_id.
  add column opens_as text not null default 'channel' check (opens_as in ('channel', 'thread')),
  add check (opens_as = 'channel' or channel_parent_id is not null);

-- Without a thread in the guild there is nothing to leave, and nothing is queued.
create index tickets_threads_idx on public.tickets (guild_id) where channel_kind = 'thread' and status <> 'closed';

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

alter table public.outbox drop constraint outbox_kind_check, add constraint outbox_kind_check check (kind in (
  'open_channel', 'send_reply', 'edit_reply', 'delete_reply', 'close_channel', 'reopen_channel', 'publish_panel', 'fetch_member',
  'leave_threads', 'set_overwrites', 'compare_access'));

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

-- The mirror tells each person himself.
create or replace function private.set_member_roles(p_guild text, p_member jsonb, p_is_staff boolean) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_person text := p_member #>> '{person,id}';
  v_roles text[] := array(select jsonb_array_elements_text(p_member -> 'role_ids') order by 1);
  v_before public.members;
begin
  perform private.save_person(p_member -> 'person');
  -- Nothing new is the rule; then no row is locked, and those who write in many tickets do not wait for one another.
  select * into v_before from public.members where guild_id = p_guild and person_id = v_person;
  if v_before.role_ids = v_roles and v_before.left_at is null and v_before.nick is not distinct from p_member ->> 'nick'
    and (v_before.is_mirrored or not p_is_staff) and v_before.roles_seen_at > now() - interval '1 minute' then
    return;
  end if;
  insert into public.members (guild_id, person_id) values (p_guild, v_person) on conflict do nothing;
  select * into v_before from public.members where guild_id = p_guild and person_id = v_person for update;
  if v_before.role_ids = v_roles and v_before.left_at is null and v_before.nick is not distinct from p_member ->> 'nick'
    and (v_before.is_mirrored or not p_is_staff) then
    update public.members set roles_seen_at = now() where guild_id = p_guild and person_id = v_person
      and roles_seen_at < now() - interval '1 minute';
    return;
  end if;
  update public.members
  set role_ids = v_roles, nick = p_member ->> 'nick', left_at = null, is_mirrored = v_before.is_mirrored or p_is_staff,
    roles_seen_at = now(), access_epoch = access_epoch + 1
  where guild_id = p_guild and person_id = v_person;
  if v_before.is_mirrored or p_is_staff then
    perform private.access_changed(p_guild, v_person);
  end if;
end
$$;

-- p_guild: {id, name, icon_hash, owner_id, roles: [{id, name, color, position, can_manage_guild, is_managed}], is_compared}.
-- is_compared: the roles of all staff were compared just before, so the guild is current as of now (default). An event that speaks of the
-- guild or of one role says nothing of its members: it must not open a verdict that has closed.
create or replace function private.sync_guild(p_guild jsonb) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_guild text := p_guild ->> 'id';
  v_seen_at timestamptz := case when coalesce((p_guild ->> 'is_compared')::boolean, true) then now() end;
  v_owner text;
  v_concerned text[];
  v_changed integer;
  v_gone integer;
begin
  -- Not "for update": entries queued for this guild meanwhile refer to its row, and need not wait.
  select owner_id into v_owner from public.guilds where id = v_guild for no key update;
  insert into public.guilds as g (id, name, icon_hash, owner_id, access_seen_at)
  values (v_guild, p_guild ->> 'name', p_guild ->> 'icon_hash', p_guild ->> 'owner_id', v_seen_at)
  on conflict (id) do update set name = excluded.name, icon_hash = excluded.icon_hash, owner_id = excluded.owner_id,
    status = 'active', left_at = null, access_seen_at = coalesce(v_seen_at, g.access_seen_at);
  -- Gone, or no longer (or only now) allowed to manage the guild: their holders' access changes without an event of their own.
  v_concerned := array(
    select r.id from public.roles r
    left join jsonb_to_recordset(p_guild -> 'roles') x (id text, can_manage_guild boolean) on x.id = r.id
    where r.guild_id = v_guild and (x.id is null or x.can_manage_guild <> r.can_manage_guild));
  insert into public.roles as r (guild_id, id, name, color, position, can_manage_guild, is_managed)
  select v_guild, x.id, x.name, x.color, x.position, x.can_manage_guild, coalesce(x.is_managed, false)
  from jsonb_to_recordset(p_guild -> 'roles')
    x (id text, name text, color integer, position integer, can_manage_guild boolean, is_managed boolean)
  on conflict (guild_id, id) do update
  set name = excluded.name, color = excluded.color, position = excluded.position, can_manage_guild = excluded.can_manage_guild,
    is_managed = excluded.is_managed
  where (r.name, r.color, r.position, r.can_manage_guild, r.is_managed)
    is distinct from (excluded.name, excluded.color, excluded.position, excluded.can_manage_guild, excluded.is_managed);
  get diagnostics v_changed = row_count;
  delete from public.roles r where r.guild_id = v_guild
    and not exists (select from jsonb_array_elements(p_guild -> 'roles') x where x ->> 'id' = r.id);
  get diagnostics v_gone = row_count;
  if v_changed + v_gone > 0 or v_owner <> p_guild ->> 'owner_id' then
    update public.guilds set grants_epoch = grants_epoch + 1 where id = v_guild;
    perform private.access_of_holders_changed(v_guild, v_concerned);
  end if;
  if v_owner <> p_guild ->> 'owner_id' then
    perform private.access_changed(v_guild, x) from unnest(array[v_owner, p_guild ->> 'owner_id']) x order by x;
  end if;
end
$$;

-- The bot left the guild, or Discord has an outage there. Who worked in a guild that is left hears it himself.
create or replace function private.set_guild_status(p_guild text, p_status text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update public.guilds set status = p_status, left_at = case p_status when 'left' then now() end, grants_epoch = grants_epoch + 1
  where id = p_guild and status <> p_status;
  if not found then
    return;
  end if;
  perform private.poke_guild(p_guild);
  if p_status = 'left' then
    perform private.poke_person(x.person_id, p_guild) from private.staff_to_compare(p_guild) x (person_id);
  end if;
end
$$;

-- The whole comparison of a guild is done. p_counts: members by role id, as Discord counts them.
create function private.note_comparison(p_guild text, p_counts jsonb) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update public.roles r set member_count = (x.value)::integer
  from jsonb_each_text(p_counts) x where r.guild_id = p_guild and r.id = x.key and r.member_count is distinct from (x.value)::integer;
  update public.guilds set compared_at = now() where id = p_guild;
  perform private.poke_guild(p_guild);
end
$$;

grant execute on function private.threads_to_leave(text, text), private.note_comparison(text, jsonb) to ticketflow_bot;

-- What admins do ----------------------------------------------------------------------------------------------------------

-- Refuses whoever is not at this level for the whole guild. The words are the same whether the guild exists or not.
create function private.must_be(p_guild text, p_level integer) returns text
language plpgsql stable security definer set search_path = '' as $$
begin
  if not coalesce(p_guild = any (private.guilds_at(p_level)), false) then
    perform private.refuse('TF005', 'Your roles do not allow this');
  end if;
  return private.discord_id();
end
$$;

-- Gives a role a level in the guild (category null) or one category; level null takes it away. Returns the level before: giving
-- that back undoes it. Refuses with TF005, TF014 (role, category or level not known), TF015 (one's own way in).
create function private.set_level(p_guild text, p_role text, p_category uuid, p_level text) returns text
language plpgsql security definer set search_path = '' as $$
declare
  v_me text := private.must_be(p_guild, 4);
  v_role text;
  v_category text;
  v_before text;
begin
  -- One change at a time, so that each knows what was before it.
  perform from public.guilds where id = p_guild for no key update;
  v_role := (select r.name from public.roles r where r.guild_id = p_guild and r.id = p_role);
  v_category := (select c.name from public.categories c where c.guild_id = p_guild and c.id = p_category);
  if v_role is null or (p_category is not null and v_category is null) then
    perform private.refuse('TF014', 'No such role or category');
  elsif private.level_rank(p_level) = 0 and p_level is not null or (p_level = 'admin' and p_category is not null) then
    perform private.refuse('TF014', 'A role is viewer, agent or manager, or admin for the whole guild');
  end if;
  select g.level into v_before from public.grants g
  where g.guild_id = p_guild and g.role_id = p_role and g.category_id is not distinct from p_category;
  if v_before is not distinct from p_level then
    return v_before;
  end if;
  if p_level is null then
    delete from public.grants g where g.guild_id = p_guild and g.role_id = p_role and g.category_id is not distinct from p_category;
  else
    insert into public.grants (guild_id, role_id, category_id, level) values (p_guild, p_role, p_category, p_level)
    on conflict (guild_id, role_id, category_id) do update set level = excluded.level;
  end if;
  if not p_guild = any (private.guilds_at(4)) then
    perform private.refuse('TF015', 'You would take your own admin level away');
  end if;
  perform private.audit(p_guild, v_me, 'set_level', 'role:' || p_role,
    jsonb_build_object('role', v_role, 'category', v_category, 'level', v_before),
    jsonb_build_object('role', v_role, 'category', v_category, 'level', p_level));
  perform private.access_of_holders_changed(p_guild, array[p_role]);
  -- In Discord agents read and write, and managers in restricted tickets too.
  if (private.level_rank(v_before) >= 2, private.level_rank(v_before) >= 3)
    <> (private.level_rank(p_level) >= 2, private.level_rank(p_level) >= 3) then
    perform private.enqueue_overwrites(p_guild, p_category);
  end if;
  return v_before;
end
$$;

-- Every role of the guild with what it gives, for its admins. Null for everybody else. Shape: contracts/access.ts.
create function private.read_access(p_guild text) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  if not coalesce(p_guild = any (private.guilds_at(4)), false) then
    return null;
  end if;
  return (
    select jsonb_build_object('compared_at', g.compared_at, 'owner', private.people_json(p_guild, array[g.owner_id::text]) -> 0,
      'is_comparing', exists (select from public.outbox o where o.lane = 'guild:' || p_guild and o.settled_at is null),
      'roles', (select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'name', r.name, 'color', r.color, 'position', r.position,
          'can_manage_guild', r.can_manage_guild, 'is_managed', r.is_managed, 'member_count', r.member_count)
          order by r.position desc, r.id), '[]')
        from public.roles r where r.guild_id = p_guild),
      'categories', (select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'name', c.name, 'emoji', c.emoji, 'icon', c.icon,
          'hue', c.hue) order by c.place, c.name), '[]') from public.categories c where c.guild_id = p_guild),
      'grants', (select coalesce(jsonb_agg(jsonb_build_object('role_id', gr.role_id, 'category_id', gr.category_id, 'level', gr.level)), '[]')
        from public.grants gr where gr.guild_id = p_guild))
    from public.guilds g where g.id = p_guild);
end
$$;

-- Asks the bot to compare roles and members with Discord now, once however often it is asked.
create function private.compare_access(p_guild text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform private.must_be(p_guild, 4);
  if not exists (select from public.outbox o where o.lane = 'guild:' || p_guild and o.kind = 'compare_access' and o.settled_at is null) then
    perform private.enqueue(p_guild, 'guild:' || p_guild, 'compare_access');
    perform private.poke_guild(p_guild);
  end if;
end
$$;

-- Who is known to hold a role, and how many of them hold more than it gives by another one. For admins.
create function private.holders_of(p_guild text, p_role text) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.must_be(p_guild, 4);
  return (
    with gives as (select l.category_id, l.level from private.levels_of_roles(p_guild, array[p_role]) l),
    holders as (
      select m.person_id, exists (
        select from private.levels_of_roles(p_guild, m.role_ids) l
        where l.level > coalesce((select max(x.level) from gives x
          where x.category_id is null or x.category_id is not distinct from l.category_id), 0)) as has_more
      from public.members m
      where m.guild_id = p_guild and m.is_mirrored and m.left_at is null and (p_role = any (m.role_ids) or p_role = p_guild))
    select jsonb_build_object('known', count(*), 'with_more', count(*) filter (where h.has_more),
      'people', private.people_json(p_guild, array(select x.person_id from holders x order by x.person_id limit 6)))
    from holders h);
end
$$;

-- What the signed-in person still may in a guild, and why not more, so that his desk can say it. Whoever is no member there that the
-- bot keeps true learns nothing. state: open; stale (his roles were last seen too long ago); left (the bot is gone); none.
create function private.my_access(p_guild text) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_me text := private.discord_id();
  v_guild public.guilds;
  v_member public.members;
  v_state text := 'none';
begin
  select * into v_member from public.members m
  where m.guild_id = p_guild and m.person_id = v_me and m.is_mirrored and m.left_at is null;
  select * into v_guild from public.guilds g where g.id = p_guild and (v_member.person_id is not null or g.owner_id = v_me);
  if exists (select from private.my_levels() l where l.guild_id = p_guild) then
    v_state := 'open';
  elsif v_guild.status = 'left' then
    v_state := 'left';
  elsif not private.is_current(v_guild.access_seen_at)
    and exists (select from private.levels_of_roles(v_guild.id, v_member.role_ids)) then
    v_state := 'stale';
  end if;
  return jsonb_build_object('state', v_state, 'seen_at', case when v_state = 'stale' then v_guild.access_seen_at end,
    'roles', (select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'name', case when v_state in ('open', 'stale') then ro.name end)), '[]')
      from unnest(v_member.role_ids) r (id)
      left join public.roles ro on ro.guild_id = p_guild and ro.id = r.id));
end
$$;

grant execute on function private.set_level(text, text, uuid, text), private.read_access(text), private.compare_access(text),
  private.holders_of(text, text), private.my_access(text), private.must_be(text, integer) to authenticated;

-- The shells.
create function public.set_level(guild text, role text, category uuid default null, level text default null) returns text
language sql set search_path = '' as $$ select private.set_level(guild, role, category, level) $$;
create function public.read_access(guild text) returns jsonb
language sql stable set search_path = '' as $$ select private.read_access(guild) $$;
create function public.compare_access(guild text) returns void
language sql set search_path = '' as $$ select private.compare_access(guild) $$;
create function public.my_access(guild text) returns jsonb
language sql stable set search_path = '' as $$ select private.my_access(guild) $$;
drop function public.my_roles(text);

-- What a holder of this role alone would see and may do: the very policies answer, asked as him. For admins. Shape: contracts/access.ts.
create function public.view_as(guild text, role text) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_holders jsonb := private.holders_of(guild, role);
  v_open integer := (select count(*) from public.tickets t join public.ticket_heads h on h.ticket_id = t.id
    where t.guild_id = guild and h.guild_id = guild and h.is_open);
  v_view jsonb;
begin
  if not exists (select from public.roles r where r.guild_id = guild and r.id = role) then
    perform private.refuse('TF014', 'No such role');
  end if;
  perform set_config('ticketflow.view_as', guild || ':' || role, true);
  v_view := jsonb_build_object(
    'open', (select count(*) from public.tickets t join public.ticket_heads h on h.ticket_id = t.id
      where t.guild_id = guild and h.guild_id = guild and h.is_open),
    'level', (select private.level_name(max(l.level)) from private.my_levels() l where l.category_id is null),
    'categories', (select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'level',
        (select private.level_name(max(l.level)) from private.my_levels() l where l.category_id is null or l.category_id = c.id))), '[]')
      from public.categories c where c.guild_id = guild),
    'sees_restricted', exists (select from public.tickets t where t.guild_id = guild and t.is_restricted)
      or exists (select from private.my_levels() l where l.level >= 3));
  perform set_config('ticketflow.view_as', '', true);
  return v_view || jsonb_build_object('role_id', role, 'open_in_all', v_open, 'holders', v_holders);
end
$$;

-- The inbox as a holder of this role alone would see it: list_tickets, asked as him.
create function public.list_tickets_as(guild text, role text, view text default 'open') returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_list jsonb;
begin
  perform private.must_be(guild, 4);
  perform set_config('ticketflow.view_as', guild || ':' || role, true);
  v_list := private.list_tickets(guild, view, null, null, null, 20);
  perform set_config('ticketflow.view_as', '', true);
  return v_list;
end
$$;

grant execute on function public.set_level(text, text, uuid, text), public.read_access(text), public.compare_access(text),
  public.my_access(text), public.view_as(text, text), public.list_tickets_as(text, text, text) to authenticated;
