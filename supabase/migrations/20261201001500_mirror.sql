-- What Discord says of guilds, roles and staff, kept true by the bot.

-- Adds or refreshes a person. p_person: {id, username, display_name, avatar_hash, is_bot}.
create function private.save_person(p_person jsonb) returns void
language sql security definer set search_path = '' as $$
  insert into public.people as p (id, username, display_name, avatar_hash, is_bot)
  values (p_person ->> 'id', p_person ->> 'username', p_person ->> 'display_name', p_person ->> 'avatar_hash',
    coalesce((p_person ->> 'is_bot')::boolean, false))
  on conflict (id) do update
  set username = excluded.username, display_name = excluded.display_name, avatar_hash = excluded.avatar_hash, updated_at = now()
  where (p.username, p.display_name, p.avatar_hash) is distinct from (excluded.username, excluded.display_name, excluded.avatar_hash)
$$;

-- What a message or a command tells of its author in passing. It may be older than what an event said a moment ago, so it never
-- changes roles that decide access: a mirrored member keeps theirs, and a member who acts as staff for the first time is looked up.
create function private.note_member(p_guild text, p_member jsonb, p_is_staff boolean) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_person text := p_member #>> '{person,id}';
begin
  if exists (select from public.members m where m.guild_id = p_guild and m.person_id = v_person and m.is_mirrored and m.left_at is null) then
    perform private.save_person(p_member -> 'person');
    update public.members set nick = p_member ->> 'nick'
    where guild_id = p_guild and person_id = v_person and nick is distinct from p_member ->> 'nick';
    return;
  end if;
  perform private.set_member_roles(p_guild, p_member, false);
  -- Also one who had left: they are back.
  p_is_staff := p_is_staff or (select m.is_mirrored from public.members m where m.guild_id = p_guild and m.person_id = v_person);
  if p_is_staff and not exists (select from public.outbox o where o.lane = 'member:' || p_guild || ':' || v_person and o.settled_at is null) then
    perform private.enqueue(p_guild, 'member:' || p_guild || ':' || v_person, 'fetch_member',
      p_payload => jsonb_build_object('person_id', v_person));
  end if;
end
$$;

-- What changes access calls this for each person concerned: their open pages drop what they show and start again, and they are
-- taken out of the guild's private threads that they may not read any more.
create function private.access_changed(p_guild text, p_person text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform private.poke_person(p_person, p_guild);
  perform private.leave_threads(p_guild, p_person);
end
$$;

-- The same for everybody of whom the bot knows that they hold one of these roles; null: for all staff of the guild.
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

-- Locks a member's open tickets in the order of their ids, before their own row: recording what they say locks in that order too.
create function private.lock_tickets_of(p_guild text, p_person text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform from public.ticket_heads h
  where h.ticket_id in (select t.id from public.tickets t where t.guild_id = p_guild and t.requester_id = p_person) and h.is_open
  order by h.ticket_id for update;
end
$$;

-- An event in each of their open tickets: 'left' or 'joined'.
create function private.tell_tickets_of(p_guild text, p_person text, p_type text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform private.add_event(x.id, p_person, jsonb_build_object('type', p_type))
  from (select t.id from public.tickets t
    join public.ticket_heads h on h.ticket_id = t.id and h.guild_id = t.guild_id
    where t.guild_id = p_guild and t.requester_id = p_person and h.is_open
    order by t.id) x;
end
$$;

-- The whole list of a member's roles as Discord states it now. p_member: {person, nick, role_ids}. With p_is_staff the bot keeps the roles
-- true from now on, and they decide access. The person is told, and the tickets of a requester who is back.
create function private.set_member_roles(p_guild text, p_member jsonb, p_is_staff boolean) returns void
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
  if v_before.left_at is not null then
    perform private.lock_tickets_of(p_guild, v_person);
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
  if v_before.left_at is not null then
    perform private.tell_tickets_of(p_guild, v_person, 'joined');
  end if;
end
$$;

-- The member left, was kicked or banned.
create function private.remove_member(p_guild text, p_person text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform private.lock_tickets_of(p_guild, p_person);
  update public.members set role_ids = '{}', left_at = now(), roles_seen_at = now(), access_epoch = access_epoch + 1
  where guild_id = p_guild and person_id = p_person and left_at is null;
  if found then
    perform private.poke_person(p_person, p_guild);
    perform private.tell_tickets_of(p_guild, p_person, 'left');
  end if;
end
$$;

-- A guild with all its roles, as Discord states it now. Roles that are gone take their grants with them.
-- p_guild: {id, name, icon_hash, owner_id, roles: [{id, name, color, position, can_manage_guild, is_managed}], is_compared}.
-- is_compared: the roles of all staff were compared just before, so the guild is current as of now (default). An event that speaks of the
-- guild or of one role says nothing of its members: it must not open a verdict that has closed.
create function private.sync_guild(p_guild jsonb) returns void
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
  insert into public.guilds as g (id, name, icon_hash, owner_id, language, access_seen_at)
  values (v_guild, p_guild ->> 'name', p_guild ->> 'icon_hash', p_guild ->> 'owner_id', coalesce(p_guild ->> 'language', 'en'), v_seen_at)
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

-- A member as an event states them. Only people whom the database knows in the guild: nobody is stored for having a role.
create function private.update_member(p_guild text, p_member jsonb) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform private.set_member_roles(m.guild_id, p_member, false) from public.members m
  where m.guild_id = p_guild and m.person_id = p_member #>> '{person,id}';
end
$$;

-- The bot left the guild, or Discord has an outage there. Its staff hear of it on their own topics.
create function private.set_guild_status(p_guild text, p_status text) returns void
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

-- The guilds of a shard in which the bot is: it has left the others while it was away.
create function private.mark_absent_guilds(p_present text[], p_shard integer, p_count integer) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform private.set_guild_status(g.id, 'left') from public.guilds g
  where g.status <> 'left' and g.id <> all (p_present) and private.is_of_shard(g.id, p_shard, p_count);
end
$$;

grant execute on function private.set_member_roles(text, jsonb, boolean), private.remove_member(text, text), private.sync_guild(jsonb),
  private.update_member(text, jsonb), private.set_guild_status(text, text), private.mark_absent_guilds(text[], integer, integer) to ticketflow_bot;
