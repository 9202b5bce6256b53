-- Who may read a ticket beside its category: restriction, and people added by name.

-- Restricts a ticket to managers and those given it by name, or opens it to its category again. For managers.
-- Everybody with Manage Threads reads a private thread in Discord: restricting one is refused (TF017) unless p_even_in_thread.
create function private.restrict_ticket(p_ticket uuid, p_is_restricted boolean, p_even_in_thread boolean) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_ticket public.tickets := private.act_on(p_ticket, 3);
begin
  if v_ticket.is_restricted = p_is_restricted then
    return;
  elsif p_is_restricted and v_ticket.channel_kind = 'thread' and not coalesce(p_even_in_thread, false) then
    perform private.refuse('TF017', 'A private thread can be read by everybody with Manage Threads');
  end if;
  update public.tickets set is_restricted = p_is_restricted where id = p_ticket;
  -- Its next revision: those who may not see it any more are told that it is gone.
  perform private.add_act_event(p_ticket, jsonb_build_object('type', case when p_is_restricted then 'restricted' else 'unrestricted' end));
  perform private.audit(v_ticket.guild_id, private.actor(), 'restrict_ticket', p_ticket::text,
    jsonb_build_object('number', v_ticket.number, 'is_restricted', v_ticket.is_restricted),
    jsonb_build_object('number', v_ticket.number, 'is_restricted', p_is_restricted));
  perform private.let_in_discord(v_ticket);
end
$$;

-- Adds a member to a ticket by name: they see it while they are staff of the guild, and its channel in Discord. For agents who see the
-- ticket; the member must be one whom the guild's tickets know (TF014).
create function private.add_person(p_ticket uuid, p_person text) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_ticket public.tickets := private.act_on(p_ticket, 2);
begin
  if not exists (select from public.members m where m.guild_id = v_ticket.guild_id and m.person_id = p_person and m.left_at is null) then
    perform private.refuse('TF014', 'No such member');
  end if;
  insert into public.ticket_participants (guild_id, ticket_id, person_id, added_by)
  values (v_ticket.guild_id, p_ticket, p_person, private.actor()) on conflict do nothing;
  if found then
    perform private.participant_changed(v_ticket, p_person, true);
  end if;
end
$$;

create function private.remove_person(p_ticket uuid, p_person text) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_ticket public.tickets := private.act_on(p_ticket, 2);
begin
  if not exists (select from public.members m where m.guild_id = v_ticket.guild_id and m.person_id = p_person) then
    perform private.refuse('TF014', 'No such member');
  end if;
  delete from public.ticket_participants where ticket_id = p_ticket and person_id = p_person;
  if found then
    perform private.participant_changed(v_ticket, p_person, false);
  end if;
end
$$;

create function private.participant_changed(p_ticket public.tickets, p_person text, p_is_added boolean) returns void
language plpgsql security definer set search_path = '' as $$
begin
  -- What they may see has changed without their roles: their cursor is void.
  update public.members set access_epoch = access_epoch + 1 where guild_id = p_ticket.guild_id and person_id = p_person;
  perform private.add_act_event(p_ticket.id,
    jsonb_build_object('type', case when p_is_added then 'added' else 'removed' end, 'person_id', p_person));
  perform private.audit(p_ticket.guild_id, private.actor(), case when p_is_added then 'add_person' else 'remove_person' end, p_ticket.id::text,
    null, jsonb_build_object('number', p_ticket.number, 'name', (select p.display_name from public.people p where p.id = p_person)));
  perform private.let_in_discord(p_ticket);
end
$$;
