-- Roles and levels as admins manage them: what Discord's roles are, what each gives, and what a holder would see.

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

-- What the signed-in person still may in a guild, and why not more, so that their desk can say it. A person who is not a member there that the
-- bot keeps true learns nothing. state: open; stale (their roles were last seen too long ago); left (the bot is gone); none.
create function private.my_access(p_guild text) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_me text := private.actor();
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

-- What a holder of this role alone would see and may do: the very policies answer, asked as them. For admins. Shape: contracts/access.ts.
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

-- The inbox as a holder of this role alone would see it: list_tickets, asked as them.
create function public.list_tickets_as(guild text, role text, filter jsonb default '{"is_open": true}') returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_list jsonb;
begin
  perform private.must_be(guild, 4);
  perform set_config('ticketflow.view_as', guild || ':' || role, true);
  v_list := private.list_tickets(guild, filter, null, 20);
  perform set_config('ticketflow.view_as', '', true);
  return v_list;
end
$$;
