-- Events of a ticket: what was done to it, as a line of its conversation.

-- Adds an event to a ticket's stream. Takes the ticket's next revision and returns it.
create function private.add_event(p_ticket uuid, p_actor text, p_event jsonb) returns bigint
language plpgsql security definer set search_path = '' as $$
declare
  v_revision bigint := private.touch_ticket(p_ticket);
  v_at timestamptz := clock_timestamp();
begin
  insert into public.messages (guild_id, ticket_id, kind, author_id, event, position, created_at, made_in, revision)
  select t.guild_id, t.id, 'event', p_actor, p_event, private.position_of(private.snowflake_at(v_at)), v_at, v_revision, v_revision
  from public.tickets t where t.id = p_ticket;
  return v_revision;
end
$$;

-- Closes or reopens, from Discord (p_actor as Discord names him) or the desk. Returns false when it was so already.
create function private.set_ticket_open(p_ticket uuid, p_actor text, p_is_open boolean, p_reason text, p_where text) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  v_ticket public.tickets;
begin
  perform private.lock_ticket(p_ticket);
  select * into v_ticket from public.tickets where id = p_ticket;
  if (v_ticket.status <> 'closed') = p_is_open then
    return false;
  end if;
  update public.tickets
  set status = case when p_is_open then 'open' else 'closed' end, closed_at = case when not p_is_open then clock_timestamp() end,
    closed_by = case when not p_is_open then p_actor end, close_reason = case when not p_is_open then p_reason end
  where id = p_ticket;
  update public.ticket_heads set is_open = p_is_open where ticket_id = p_ticket;
  perform private.add_event(p_ticket, p_actor, jsonb_strip_nulls(jsonb_build_object(
    'type', case when p_is_open then 'reopened' else 'closed' end, 'reason', p_reason, 'where', p_where)));
  perform private.audit(v_ticket.guild_id, p_actor, case when p_is_open then 'reopen_ticket' else 'close_ticket' end, p_ticket::text,
    jsonb_build_object('status', v_ticket.status), jsonb_strip_nulls(jsonb_build_object('reason', p_reason)));
  perform private.enqueue(v_ticket.guild_id, 'ticket:' || p_ticket, case when p_is_open then 'reopen_channel' else 'close_channel' end,
    p_ticket);
  return true;
end
$$;
