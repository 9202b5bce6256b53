-- What is done to a ticket: each act is one function, with the verdict inside.

-- The signed-in person's Discord id and his level on a ticket, or the refusal. The ticket's lock is taken.
create function private.act_on(p_ticket uuid, p_level integer, out me text, out ticket public.tickets)
language plpgsql security definer set search_path = '' as $$
begin
  me := private.discord_id();
  perform private.lock_ticket(p_ticket);
  if not private.can_read_ticket(p_ticket) then
    perform private.refuse('TF001', 'No such ticket');
  end if;
  if private.ticket_level(p_ticket) < p_level then
    perform private.refuse('TF005', 'Your roles do not allow this');
  end if;
  select * into ticket from public.tickets where id = p_ticket;
end
$$;

create function private.close_ticket(p_ticket uuid, p_reason text) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  v_act record;
begin
  select * into v_act from private.act_on(p_ticket, 2);
  return private.set_ticket_open(p_ticket, v_act.me, false, nullif(btrim(p_reason), ''), 'desk');
end
$$;

create function private.reopen_ticket(p_ticket uuid) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  v_act record;
begin
  select * into v_act from private.act_on(p_ticket, 2);
  return private.set_ticket_open(p_ticket, v_act.me, true, null, 'desk');
end
$$;

-- Takes a ticket that nobody has, or gives it back. Returns the owner's id afterwards: another's, when he was quicker.
create function private.claim_ticket(p_ticket uuid, p_is_claim boolean) returns text
language plpgsql security definer set search_path = '' as $$
declare
  v_act record;
begin
  select * into v_act from private.act_on(p_ticket, 2);
  if p_is_claim and (v_act.ticket).assignee_id is not null
    or not p_is_claim and (v_act.ticket).assignee_id is distinct from v_act.me then
    return (v_act.ticket).assignee_id;
  end if;
  update public.tickets set assignee_id = case when p_is_claim then v_act.me end where id = p_ticket;
  perform private.add_event(p_ticket, v_act.me, jsonb_build_object('type', case when p_is_claim then 'claimed' else 'released' end));
  return case when p_is_claim then v_act.me end;
end
$$;

create function private.set_priority(p_ticket uuid, p_priority text) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_act record;
begin
  select * into v_act from private.act_on(p_ticket, 2);
  if p_priority is null or p_priority not in ('low', 'normal', 'high', 'urgent') then
    perform private.refuse('TF008', 'The priority is low, normal, high or urgent');
  end if;
  if (v_act.ticket).priority <> p_priority then
    update public.tickets set priority = p_priority where id = p_ticket;
    perform private.add_event(p_ticket, v_act.me, jsonb_build_object('type', 'priority', 'from', (v_act.ticket).priority, 'to', p_priority));
  end if;
end
$$;

-- Remembers how far the person has read; never goes back. Not a change of the ticket.
create function private.mark_read(p_ticket uuid, p_revision bigint) returns void
language plpgsql security definer set search_path = '' as $$
begin
  if not private.can_read_ticket(p_ticket) then
    perform private.refuse('TF001', 'No such ticket');
  end if;
  insert into public.read_marks as r (ticket_id, person_id, revision)
  select p_ticket, private.discord_id(), least(p_revision, h.revision) from public.ticket_heads h where h.ticket_id = p_ticket
  on conflict (ticket_id, person_id) do update set revision = excluded.revision where r.revision < excluded.revision;
end
$$;

-- Locks a ticket to managers and those given it by name, or opens it to its category again. For managers.
-- A private thread is seen by everybody with Manage Threads in Discord: restricting one is refused (TF017) unless p_even_in_thread.
create function private.restrict_ticket(p_ticket uuid, p_is_restricted boolean, p_even_in_thread boolean) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_act record;
  v_ticket public.tickets;
begin
  select * into v_act from private.act_on(p_ticket, 3);
  v_ticket := v_act.ticket;
  if v_ticket.is_restricted = p_is_restricted then
    return;
  elsif p_is_restricted and v_ticket.channel_kind = 'thread' and not coalesce(p_even_in_thread, false) then
    perform private.refuse('TF017', 'A private thread can be read by everybody with Manage Threads');
  end if;
  update public.tickets set is_restricted = p_is_restricted where id = p_ticket;
  -- Its next revision: whoever may not see it any more is told that it is gone.
  perform private.add_event(p_ticket, v_act.me, jsonb_build_object('type', case when p_is_restricted then 'restricted' else 'unrestricted' end));
  perform private.audit(v_ticket.guild_id, v_act.me, 'restrict_ticket', p_ticket::text,
    jsonb_build_object('number', v_ticket.number, 'is_restricted', v_ticket.is_restricted),
    jsonb_build_object('number', v_ticket.number, 'is_restricted', p_is_restricted));
  perform private.let_in_discord(v_ticket);
end
$$;

-- Adds somebody to a ticket by name (or takes him off it): he sees it while he is staff of the guild, and its channel in Discord.
-- For agents who see the ticket; a person must be a member whom the guild's tickets know (TF014).
create function private.set_participant(p_ticket uuid, p_person text, p_is_added boolean) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_act record;
begin
  select * into v_act from private.act_on(p_ticket, 2);
  if not exists (select from public.members m
      where m.guild_id = (v_act.ticket).guild_id and m.person_id = p_person and (m.left_at is null or not p_is_added)) then
    perform private.refuse('TF014', 'No such member');
  end if;
  if p_is_added then
    insert into public.ticket_participants (guild_id, ticket_id, person_id, added_by)
    values ((v_act.ticket).guild_id, p_ticket, p_person, v_act.me) on conflict do nothing;
  else
    delete from public.ticket_participants where ticket_id = p_ticket and person_id = p_person;
  end if;
  if not found then
    return;
  end if;
  -- What he may see has changed without his roles: his cursor is void.
  update public.members set access_epoch = access_epoch + 1 where guild_id = (v_act.ticket).guild_id and person_id = p_person;
  perform private.add_event(p_ticket, v_act.me,
    jsonb_build_object('type', case when p_is_added then 'added' else 'removed' end, 'person_id', p_person));
  perform private.audit((v_act.ticket).guild_id, v_act.me, case when p_is_added then 'add_person' else 'remove_person' end, p_ticket::text,
    null, jsonb_build_object('number', (v_act.ticket).number, 'name', (select p.display_name from public.people p where p.id = p_person)));
  perform private.let_in_discord(v_act.ticket);
end
$$;
