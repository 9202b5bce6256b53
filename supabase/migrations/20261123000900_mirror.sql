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

-- The whole list of a member's roles as Discord states it now. p_member: {person, nick, role_ids}.
-- With p_is_staff the bot keeps the roles true from now on, and they decide access.
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
    perform private.poke_person(v_person, p_guild);
  end if;
end
$$;

-- What a message or a command tells of its author in passing. It may be older than what an event said a moment ago, so it never
-- changes roles that decide access: whoever is mirrored keeps his, and somebody who acts as staff for the first time is looked up.
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
  -- Also one who had left: he is back.
  p_is_staff := p_is_staff or (select m.is_mirrored from public.members m where m.guild_id = p_guild and m.person_id = v_person);
  if p_is_staff and not exists (select from public.outbox o where o.lane = 'member:' || p_guild || ':' || v_person and o.settled_at is null) then
    perform private.enqueue(p_guild, 'member:' || p_guild || ':' || v_person, 'fetch_member',
      p_payload => jsonb_build_object('person_id', v_person));
  end if;
end
$$;

-- The member left, was kicked or banned.
create function private.remove_member(p_guild text, p_person text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update public.members set role_ids = '{}', left_at = now(), roles_seen_at = now(), access_epoch = access_epoch + 1
  where guild_id = p_guild and person_id = p_person and left_at is null;
  if found then
    perform private.poke_person(p_person, p_guild);
  end if;
end
$$;

-- A guild with all its roles, as Discord states it now. Roles that are gone take their grants with them.
-- p_guild: {id, name, icon_hash, owner_id, roles: [{id, name, color, position, can_manage_guild}]}.
create function private.sync_guild(p_guild jsonb) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_guild text := p_guild ->> 'id';
  v_changed integer;
  v_gone integer;
  v_owner_changed boolean;
begin
  select owner_id <> p_guild ->> 'owner_id' into v_owner_changed from public.guilds where id = v_guild for update;
  insert into public.guilds as g (id, name, icon_hash, owner_id, access_seen_at)
  values (v_guild, p_guild ->> 'name', p_guild ->> 'icon_hash', p_guild ->> 'owner_id', now())
  on conflict (id) do update set name = excluded.name, icon_hash = excluded.icon_hash, owner_id = excluded.owner_id,
    status = 'active', left_at = null, access_seen_at = now();
  insert into public.roles as r (guild_id, id, name, color, position, can_manage_guild)
  select v_guild, x.id, x.name, x.color, x.position, x.can_manage_guild
  from jsonb_to_recordset(p_guild -> 'roles') x (id text, name text, color integer, position integer, can_manage_guild boolean)
  on conflict (guild_id, id) do update
  set name = excluded.name, color = excluded.color, position = excluded.position, can_manage_guild = excluded.can_manage_guild
  where (r.name, r.color, r.position, r.can_manage_guild)
    is distinct from (excluded.name, excluded.color, excluded.position, excluded.can_manage_guild);
  get diagnostics v_changed = row_count;
  delete from public.roles r where r.guild_id = v_guild
    and not exists (select from jsonb_array_elements(p_guild -> 'roles') x where x ->> 'id' = r.id);
  get diagnostics v_gone = row_count;
  if v_changed + v_gone > 0 or v_owner_changed then
    update public.guilds set grants_epoch = grants_epoch + 1 where id = v_guild;
    perform private.poke_guild(v_guild);
  end if;
end
$$;

-- The bot left the guild, or Discord has an outage there.
create function private.set_guild_status(p_guild text, p_status text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update public.guilds set status = p_status, left_at = case p_status when 'left' then now() end, grants_epoch = grants_epoch + 1
  where id = p_guild and status <> p_status;
  if found then
    perform private.poke_guild(p_guild);
  end if;
end
$$;

-- The bot's gateway is healthy: the roles of these guilds are current as of now.
create function private.stamp_access(p_guilds text[]) returns void
language sql security definer set search_path = '' as $$
  update public.guilds set access_seen_at = now() where id = any (p_guilds) and status = 'active'
$$;

-- People whose roles the bot keeps true, for the whole comparison: everyone mirrored, and the owner.
create function private.staff_to_compare(p_guild text) returns setof text
language sql stable security definer set search_path = '' as $$
  select m.person_id from public.members m where m.guild_id = p_guild and m.is_mirrored and m.left_at is null
  union
  select g.owner_id from public.guilds g where g.id = p_guild
$$;

-- How far catching up has come ({done, total}), or null when the guild is level with Discord.
create function private.report_catch_up(p_guild text, p_progress jsonb) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update public.guilds set catching_up = p_progress where id = p_guild and catching_up is distinct from p_progress;
  if found then
    perform private.poke_guild(p_guild);
  end if;
end
$$;

grant execute on function private.set_member_roles(text, jsonb, boolean), private.remove_member(text, text),
  private.sync_guild(jsonb), private.set_guild_status(text, text), private.stamp_access(text[]), private.staff_to_compare(text),
  private.report_catch_up(text, jsonb) to ticketflow_bot;

-- A person who signed in names the guilds he is in (from Discord, but through his hands: so it only makes the bot look).
-- Queues a fetch of his membership in those that TicketFlow serves. Returns the ids of those guilds.
create function private.look_me_up(p_guilds text[]) returns text[]
language plpgsql security definer set search_path = '' as $$
declare
  v_me text := private.discord_id();
  v_guild text;
  v_found text[] := '{}';
begin
  if v_me is null then
    perform private.refuse('TF010', 'Sign in with Discord first');
  end if;
  for v_guild in
    -- 200 is how many guilds Discord lets an account join.
    select g.id from public.guilds g where g.id = any (p_guilds[1:200]) and g.status <> 'left'
  loop
    v_found := v_found || v_guild;
    if not exists (select from public.members m where m.guild_id = v_guild and m.person_id = v_me and m.is_mirrored
        and m.roles_seen_at > now() - interval '1 minute')
      and not exists (select from public.outbox o where o.lane = 'member:' || v_guild || ':' || v_me and o.settled_at is null) then
      perform private.enqueue(v_guild, 'member:' || v_guild || ':' || v_me, 'fetch_member',
        p_payload => jsonb_build_object('person_id', v_me));
    end if;
  end loop;
  return v_found;
end
$$;
create function public.look_me_up(guild_ids text[]) returns text[]
language sql set search_path = '' as $$ select private.look_me_up(guild_ids) $$;
grant execute on function private.look_me_up(text[]), public.look_me_up(text[]) to authenticated;
