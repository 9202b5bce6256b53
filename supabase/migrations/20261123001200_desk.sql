-- F2: what staff do on the desk. Each act is one function; public ones are shells, the work is done behind the verdict.

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

create function private.check_body(p_body text) returns text
language plpgsql immutable set search_path = '' as $$
begin
  -- Discord strips blank ends and refuses what is then empty.
  p_body := btrim(p_body, E' \t\r\n');
  if p_body is null or p_body = '' then
    perform private.refuse('TF003', 'Nothing is written yet');
  elsif char_length(p_body) > 2000 then
    perform private.refuse('TF004', format('%s characters are too many: 2,000 fit into one Discord message', char_length(p_body)));
  end if;
  return p_body;
end
$$;

-- A reply (to Discord) or a note (staff only). The id is made by the desk: sending twice writes once.
create function private.write_message(p_ticket uuid, p_message uuid, p_kind text, p_body text, p_reply_to uuid) returns bigint
language plpgsql security definer set search_path = '' as $$
declare
  v_act record;
  v_body text := private.check_body(p_body);
  v_known public.messages;
  v_at timestamptz;
  v_revision bigint;
begin
  select * into v_act from private.act_on(p_ticket, 2);
  select * into v_known from public.messages where id = p_message;
  if v_known.id is not null then
    if v_known.ticket_id <> p_ticket or v_known.author_id is distinct from v_act.me then
      perform private.refuse('TF006', 'No such message');
    end if;
    return v_known.revision;
  end if;
  if p_kind = 'reply' and (v_act.ticket).status = 'closed' then
    perform private.refuse('TF002', 'This ticket is closed');
  end if;
  if p_kind = 'reply' and (v_act.ticket).channel_state in ('deleted', 'failed') then
    perform private.refuse('TF007', 'This ticket has no channel in Discord');
  end if;
  v_revision := private.touch_ticket(p_ticket, true);
  v_at := clock_timestamp();
  insert into public.messages (guild_id, ticket_id, id, kind, author_id, is_staff, body, reply_to_discord_id, position, delivery,
    created_at, made_in, revision)
  values ((v_act.ticket).guild_id, p_ticket, p_message, p_kind, v_act.me, true, v_body,
    (select m.discord_message_id from public.messages m where m.id = p_reply_to and m.ticket_id = p_ticket),
    private.position_of(private.snowflake_at(v_at)), case p_kind when 'reply' then 'queued' end, v_at, v_revision, v_revision);
  if p_kind = 'reply' then
    perform private.enqueue((v_act.ticket).guild_id, 'ticket:' || p_ticket, 'send_reply', p_ticket, p_message);
  end if;
  return v_revision;
end
$$;

-- The message and its ticket, locked, if the signed-in person may act on it: its author, or (to delete) a manager.
create function private.act_on_message(p_message uuid, p_is_manager_enough boolean, out me text, out message public.messages)
language plpgsql security definer set search_path = '' as $$
declare
  v_act record;
begin
  select * into message from public.messages where id = p_message;
  if message.id is null then
    perform private.refuse('TF006', 'No such message');
  end if;
  select * into v_act from private.act_on(message.ticket_id, 2);
  me := v_act.me;
  select * into message from public.messages where id = p_message;
  if message.kind not in ('reply', 'note') or message.deleted_at is not null
    or not (message.author_id = me or (p_is_manager_enough and private.ticket_level(message.ticket_id) >= 3)) then
    perform private.refuse('TF006', 'No such message');
  end if;
end
$$;

-- Whether the send of a reply may have left for Discord.
create function private.is_underway(p_message uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from public.outbox where message_id = p_message and kind = 'send_reply' and settled_at is null and attempted_at is not null)
$$;

-- New words for an own reply or note. What is in Discord already is edited there; what still waits goes out with the new words.
create function private.edit_message(p_message uuid, p_body text) returns bigint
language plpgsql security definer set search_path = '' as $$
declare
  v_act record;
  v_body text := private.check_body(p_body);
  v_message public.messages;
  v_revision bigint;
  v_is_out boolean;
begin
  select * into v_act from private.act_on_message(p_message, false);
  v_message := v_act.message;
  if v_message.body = v_body then
    return v_message.revision;
  end if;
  v_is_out := v_message.kind = 'reply' and (v_message.discord_message_id is not null or private.is_underway(p_message));
  v_revision := private.touch_ticket(v_message.ticket_id);
  update public.messages
  set body = v_body, revision = v_revision, edited_at = case when kind = 'note' or v_is_out then clock_timestamp() end,
    delivery = case when v_is_out and delivery <> 'sending' then 'queued' else delivery end,
    delivery_reason = case when v_is_out then null else delivery_reason end
  where id = p_message;
  if v_is_out and not exists (select from public.outbox where message_id = p_message and kind = 'edit_reply' and settled_at is null
      and attempted_at is null) then
    perform private.enqueue(v_message.guild_id, 'ticket:' || v_message.ticket_id, 'edit_reply', v_message.ticket_id, p_message);
  end if;
  return v_revision;
end
$$;

-- Takes an own reply or note away (a manager: anybody's). Leaves a tombstone.
create function private.delete_message(p_message uuid) returns bigint
language plpgsql security definer set search_path = '' as $$
declare
  v_act record;
  v_message public.messages;
  v_revision bigint;
begin
  select * into v_act from private.act_on_message(p_message, true);
  v_message := v_act.message;
  -- Nothing that waits for this message is worth doing any more, unless it may be under way.
  update public.outbox set settled_at = clock_timestamp(), outcome = 'dropped', reason = 'deleted'
  where message_id = p_message and settled_at is null and attempted_at is null;
  v_revision := private.touch_ticket(v_message.ticket_id);
  update public.messages
  set body = '', embeds = '[]', attachments = '[]', stickers = '[]', reactions = '[]', deleted_at = clock_timestamp(), deleted_by = v_act.me,
    deleted_in = 'desk', delivery_reason = null, revision = v_revision
  where id = p_message;
  if v_message.discord_message_id is not null then
    perform private.enqueue(v_message.guild_id, 'ticket:' || v_message.ticket_id, 'delete_reply', v_message.ticket_id, p_message);
  end if;
  return v_revision;
end
$$;

-- Sends a failed or unknown reply (or its edit) again.
create function private.retry_delivery(p_message uuid) returns bigint
language plpgsql security definer set search_path = '' as $$
declare
  v_act record;
  v_revision bigint;
begin
  select * into v_act from private.act_on_message(p_message, true);
  if (v_act.message).delivery not in ('failed', 'unknown') then
    return (v_act.message).revision;
  end if;
  v_revision := private.touch_ticket((v_act.message).ticket_id);
  update public.messages set delivery = 'queued', delivery_reason = null, revision = v_revision where id = p_message;
  perform private.enqueue((v_act.message).guild_id, 'ticket:' || (v_act.message).ticket_id,
    case when (v_act.message).discord_message_id is null then 'send_reply' else 'edit_reply' end, (v_act.message).ticket_id, p_message);
  return v_revision;
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

grant execute on function private.write_message(uuid, uuid, text, text, uuid), private.edit_message(uuid, text),
  private.delete_message(uuid), private.retry_delivery(uuid), private.close_ticket(uuid, text), private.reopen_ticket(uuid),
  private.claim_ticket(uuid, boolean), private.set_priority(uuid, text), private.mark_read(uuid, bigint) to authenticated;

-- The shells.
create function public.post_reply(ticket uuid, message uuid, body text, reply_to uuid default null) returns bigint
language sql set search_path = '' as $$ select private.write_message(ticket, message, 'reply', body, reply_to) $$;
create function public.add_note(ticket uuid, message uuid, body text) returns bigint
language sql set search_path = '' as $$ select private.write_message(ticket, message, 'note', body, null) $$;
create function public.edit_message(message uuid, body text) returns bigint
language sql set search_path = '' as $$ select private.edit_message(message, body) $$;
create function public.delete_message(message uuid) returns bigint
language sql set search_path = '' as $$ select private.delete_message(message) $$;
create function public.retry_delivery(message uuid) returns bigint
language sql set search_path = '' as $$ select private.retry_delivery(message) $$;
create function public.close_ticket(ticket uuid, reason text default null) returns boolean
language sql set search_path = '' as $$ select private.close_ticket(ticket, reason) $$;
create function public.reopen_ticket(ticket uuid) returns boolean
language sql set search_path = '' as $$ select private.reopen_ticket(ticket) $$;
create function public.claim_ticket(ticket uuid) returns text
language sql set search_path = '' as $$ select private.claim_ticket(ticket, true) $$;
create function public.release_ticket(ticket uuid) returns text
language sql set search_path = '' as $$ select private.claim_ticket(ticket, false) $$;
create function public.set_priority(ticket uuid, priority text) returns void
language sql set search_path = '' as $$ select private.set_priority(ticket, priority) $$;
create function public.mark_read(ticket uuid, revision bigint) returns void
language sql set search_path = '' as $$ select private.mark_read(ticket, revision) $$;

grant execute on function public.post_reply(uuid, uuid, text, uuid), public.add_note(uuid, uuid, text), public.edit_message(uuid, text),
  public.delete_message(uuid), public.retry_delivery(uuid), public.close_ticket(uuid, text), public.reopen_ticket(uuid),
  public.claim_ticket(uuid), public.release_ticket(uuid), public.set_priority(uuid, text), public.mark_read(uuid, bigint) to authenticated;
