-- What is done to a ticket: each act is one function with the verdict inside, no matter who does it and from where (contracts/acts.ts).
-- In this order: the verdict, the lock, the verdict again, the change, its event, poke and outbox. A caller who is refused waits for nobody.

-- Refuses with TF001 (the actor cannot read the ticket) or TF005 (their level is too low). p_or_requester: its requester may as well.
create function private.may_act(p_ticket uuid, p_level integer, p_or_requester boolean) returns void
language plpgsql stable security definer set search_path = '' as $$
begin
  if not private.can_read_ticket(p_ticket) then
    perform private.refuse('TF001', 'No such ticket');
  end if;
  if private.ticket_level(p_ticket) < p_level
    and not (p_or_requester and exists (select from public.tickets t where t.id = p_ticket and t.requester_id = private.actor())) then
    perform private.refuse('TF005', 'Your roles do not allow this');
  end if;
end
$$;

-- Keeps the names of a member who acts through the bot, and their membership: an event refers to them. After the verdict, so that a refusal
-- keeps nothing of them and waits for nothing. A mirrored member's roles stay as they are; who acts as staff is mirrored from then on.
create function private.know_actor() returns void
language plpgsql security definer set search_path = '' as $$
declare
  v private.vouch := private.vouched();
begin
  if v.member is null then
    return;
  elsif v.guild is null then
    perform private.save_person(v.member -> 'person');
  else
    perform private.note_member(v.guild, v.member, exists (select from private.my_levels()));
  end if;
end
$$;

-- The ticket, locked, for an act that asks for this level. Begins every act.
create function private.act_on(p_ticket uuid, p_level integer, p_or_requester boolean default false) returns public.tickets
language plpgsql security definer set search_path = '' as $$
declare
  v_ticket public.tickets;
begin
  perform private.may_act(p_ticket, p_level, p_or_requester);
  perform private.lock_ticket(p_ticket);
  -- The holder of the lock may have changed what the verdict rests on.
  perform private.may_act(p_ticket, p_level, p_or_requester);
  perform private.know_actor();
  select * into v_ticket from public.tickets where id = p_ticket;
  return v_ticket;
end
$$;

-- Where an act comes from, as its event says.
create function private.acting_where() returns text
language plpgsql stable security definer set search_path = '' as $$
begin
  return case (private.vouched()).kind when 'member' then 'discord' when 'rule' then 'rule' else 'desk' end;
end
$$;

-- Ends a snooze with its timer, if there is one: the ticket has been closed, or woken.
create function private.end_snooze(p_ticket public.tickets) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update public.ticket_heads h set snoozed_until = null where h.ticket_id = p_ticket.id and h.snoozed_until is not null;
  perform private.drop_timer(p_ticket.guild_id, 'wake', p_ticket.id::text);
end
$$;

-- Closes or reopens. Returns false when it was so already.
create function private.set_open(p_ticket public.tickets, p_is_open boolean, p_reason text) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  v_me text := private.actor();
begin
  if (p_ticket.status <> 'closed') = p_is_open then
    return false;
  end if;
  update public.tickets
  set status = case when p_is_open then 'open' else 'closed' end, closed_at = case when not p_is_open then clock_timestamp() end,
    closed_by = case when not p_is_open then v_me end, close_reason = case when not p_is_open then p_reason end
  where id = p_ticket.id;
  perform private.end_snooze(p_ticket);
  perform private.add_act_event(p_ticket.id, jsonb_strip_nulls(jsonb_build_object(
    'type', case when p_is_open then 'reopened' else 'closed' end, 'reason', p_reason, 'where', private.acting_where())));
  perform private.audit(p_ticket.guild_id, v_me, case when p_is_open then 'reopen_ticket' else 'close_ticket' end, p_ticket.id::text,
    jsonb_build_object('status', p_ticket.status), jsonb_strip_nulls(jsonb_build_object('reason', p_reason)) || private.acting_rule());
  perform private.enqueue(p_ticket.guild_id, 'ticket:' || p_ticket.id, case when p_is_open then 'reopen_channel' else 'close_channel' end,
    p_ticket.id);
  return true;
end
$$;

-- By agents, and by its requester. False when it was closed already.
create function private.close_ticket(p_ticket uuid, p_reason text) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  return private.set_open(private.act_on(p_ticket, 2, true), false, nullif(btrim(p_reason), ''));
end
$$;

create function private.reopen_ticket(p_ticket uuid) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  return private.set_open(private.act_on(p_ticket, 2), true, null);
end
$$;

-- Takes a ticket that nobody has. Returns the owner's id afterwards: another's, when they were quicker.
create function private.claim_ticket(p_ticket uuid) returns text
language plpgsql security definer set search_path = '' as $$
declare
  v_ticket public.tickets := private.act_on(p_ticket, 2);
begin
  if v_ticket.assignee_id is not null then
    return v_ticket.assignee_id;
  end if;
  update public.tickets set assignee_id = private.actor() where id = p_ticket;
  perform private.add_act_event(p_ticket, '{"type": "claimed"}');
  return private.actor();
end
$$;

-- Gives a ticket back that the actor has. Returns the owner's id afterwards: another's, whose ticket it stays.
create function private.release_ticket(p_ticket uuid) returns text
language plpgsql security definer set search_path = '' as $$
declare
  v_ticket public.tickets := private.act_on(p_ticket, 2);
begin
  if v_ticket.assignee_id is distinct from private.actor() then
    return v_ticket.assignee_id;
  end if;
  update public.tickets set assignee_id = null where id = p_ticket;
  perform private.add_act_event(p_ticket, '{"type": "released"}');
  return null;
end
$$;

-- Gives a ticket to somebody who may answer in it, no matter who had it. Refuses with TF026 a person whose roles do not let them in.
create function private.assign_ticket(p_ticket uuid, p_person text) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_ticket public.tickets := private.act_on(p_ticket, 2);
begin
  if v_ticket.assignee_id = p_person then
    return;
  elsif private.level_of(p_ticket, p_person) < 2
    or not exists (select from public.members m where m.guild_id = v_ticket.guild_id and m.person_id = p_person and m.left_at is null) then
    perform private.refuse('TF026', 'They cannot answer in this ticket');
  end if;
  update public.tickets set assignee_id = p_person where id = p_ticket;
  perform private.add_act_event(p_ticket, jsonb_build_object('type', 'assigned', 'person_id', p_person));
  -- Who had it may have read it for that alone.
  if v_ticket.is_restricted and private.level_of(p_ticket, v_ticket.assignee_id) = 0 then
    perform private.access_changed(v_ticket.guild_id, v_ticket.assignee_id);
    perform private.let_in_discord(v_ticket);
  end if;
end
$$;

create function private.set_priority(p_ticket uuid, p_priority text) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_ticket public.tickets := private.act_on(p_ticket, 2);
begin
  if p_priority is null or p_priority not in ('low', 'normal', 'high', 'urgent') then
    perform private.refuse('TF008', 'The priority is low, normal, high or urgent');
  end if;
  if v_ticket.priority <> p_priority then
    update public.tickets set priority = p_priority where id = p_ticket;
    perform private.add_act_event(p_ticket, jsonb_build_object('type', 'priority', 'from', v_ticket.priority, 'to', p_priority));
  end if;
end
$$;

-- Takes a locked ticket out of its snooze. p_by: 'time' (its timer), 'requester' (a message), or 'hand' (the actor). False when it was not
-- snoozed.
create function private.wake_ticket(p_ticket uuid, p_by text) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  v_ticket public.tickets;
begin
  update public.tickets t set status = 'open' where t.id = p_ticket and t.status = 'snoozed' returning * into v_ticket;
  if v_ticket.id is null then
    return false;
  end if;
  perform private.end_snooze(v_ticket);
  perform private.add_event(p_ticket, case p_by when 'hand' then private.actor() end,
    jsonb_build_object('type', 'woke', 'by', p_by) || private.acting_rule());
  return true;
end
$$;

-- Puts a ticket off until a time to come, or (null) wakes it. A message of its requester wakes it as well, unless p_stays.
-- The time is at most a hundred years away, so that every reader can parse it.
create function private.snooze_ticket(p_ticket uuid, p_until timestamptz, p_stays boolean) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_ticket public.tickets := private.act_on(p_ticket, 2);
  v_now timestamptz := private.now();
begin
  if p_until is null then
    perform private.wake_ticket(p_ticket, 'hand');
    return;
  elsif v_ticket.status = 'closed' then
    perform private.refuse('TF002', 'This ticket is closed');
  elsif p_until <= v_now or p_until > v_now + interval '100 years' then
    perform private.refuse('TF008', 'A snooze ends at a time to come');
  end if;
  update public.tickets set status = 'snoozed' where id = p_ticket;
  update public.ticket_heads set snoozed_until = p_until where ticket_id = p_ticket;
  perform private.set_timer(v_ticket.guild_id, p_ticket, 'wake', p_ticket::text, p_until, jsonb_build_object('stays', p_stays));
  perform private.add_act_event(p_ticket, jsonb_build_object('type', 'snoozed', 'until', p_until));
end
$$;

-- Ends a snooze that is not to stay, when one of these authors is its requester or no staff. p_staff: {author: is staff}. The timer is all
-- that is looked up of a ticket without a snooze.
create function private.wake_at_message(p_ticket public.tickets, p_staff jsonb) returns void
language plpgsql security definer set search_path = '' as $$
begin
  if p_staff @? '$.* ? (@ == false)' or p_staff ? p_ticket.requester_id then
    perform private.wake_ticket(p_ticket.id, 'requester') from private.timers t
    where t.guild_id = p_ticket.guild_id and t.kind = 'wake' and t.key = p_ticket.id::text and not (t.facts ->> 'stays')::boolean;
  end if;
end
$$;

create function private.fire_wake(p_timer uuid, p_worker text) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  v_timer private.timers := private.begin_timer(p_timer, p_worker, 'wake');
begin
  if v_timer.id is null then
    return false;
  end if;
  return private.end_timer(v_timer, private.wake_ticket(v_timer.ticket_id, 'time'));
end
$$;

grant execute on function private.fire_wake(uuid, text) to ticketflow_bot;

-- Remembers how far the person has read; never goes back. Not a change of the ticket.
create function private.mark_read(p_ticket uuid, p_revision bigint) returns void
language plpgsql security definer set search_path = '' as $$
begin
  if not private.can_read_ticket(p_ticket) then
    perform private.refuse('TF001', 'No such ticket');
  end if;
  insert into public.read_marks as r (ticket_id, person_id, revision)
  select p_ticket, private.actor(), least(p_revision, h.revision) from public.ticket_heads h where h.ticket_id = p_ticket
  on conflict (ticket_id, person_id) do update set revision = excluded.revision where r.revision < excluded.revision;
end
$$;
