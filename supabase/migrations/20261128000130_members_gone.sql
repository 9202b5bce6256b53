-- Who asks and leaves: his open tickets say so, and say when he is back.

-- Locks a member's open tickets in the order of their ids, before his own row: whoever records what he says locks in that order too.
create function private.lock_tickets_of(p_guild text, p_person text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform from public.ticket_heads h
  where h.ticket_id in (select t.id from public.tickets t where t.guild_id = p_guild and t.requester_id = p_person) and h.is_open
  order by h.ticket_id for update;
end
$$;

-- An event in each of his open tickets: 'left' or 'joined'.
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

-- The member left, was kicked or banned.
create or replace function private.remove_member(p_guild text, p_person text) returns void
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

-- The mirror tells each person himself, and the tickets of one who is back.
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

-- People whom a comparison asks Discord about: staff, whose roles decide access, and those whose tickets are open, who may have left.
create function private.people_to_compare(p_guild text) returns table (person_id text, is_staff boolean)
language sql stable security definer set search_path = '' as $$
  select x.person_id, bool_or(x.is_staff) from (
    select s.person_id::text, true as is_staff from private.staff_to_compare(p_guild) s (person_id)
    union all
    select t.requester_id::text, false from public.tickets t
    join public.ticket_heads h on h.ticket_id = t.id and h.guild_id = t.guild_id
    where t.guild_id = p_guild and h.is_open) x
  group by x.person_id
$$;
-- The bot asks for staff through the one above; staff_to_compare is asked by functions only.
revoke execute on function private.staff_to_compare(text) from ticketflow_bot;
grant execute on function private.people_to_compare(text) to ticketflow_bot;
