-- Replies and notes: written, edited, deleted, sent again.

create function private.check_body(p_body text) returns text
language plpgsql immutable set search_path = '' as $$
begin
  -- Discord strips blank ends and refuses what is then empty.
  p_body := btrim(p_body, E' \t\r\n');
  if p_body is null or p_body = '' then
    perform private.refuse('TF003', 'Nothing is written yet');
  elsif char_length(p_body) > 2000 then
    perform private.refuse('TF004', 'Too long for one Discord message', jsonb_build_object('length', char_length(p_body)));
  end if;
  return p_body;
end
$$;

-- A reply (to Discord) or a note (staff only), with its files. The desk makes the id: sending twice writes once.
create function private.write_message(p_ticket uuid, p_message uuid, p_kind text, p_body text, p_reply_to uuid, p_files uuid[]) returns bigint
language plpgsql security definer set search_path = '' as $$
declare
  v_me text := private.actor();
  v_ticket public.tickets;
  v_body text;
  v_files jsonb := '[]';
  v_known public.messages;
  v_at timestamptz;
  v_revision bigint;
begin
  p_files := coalesce(p_files, '{}');
  v_body := case when cardinality(p_files) > 0 and btrim(coalesce(p_body, ''), E' \t\r\n') = '' then '' else private.check_body(p_body) end;
  v_ticket := private.act_on(p_ticket, 2);
  select * into v_known from public.messages where id = p_message;
  if v_known.id is not null then
    if v_known.ticket_id <> p_ticket or v_known.author_id is distinct from v_me then
      perform private.refuse('TF006', 'No such message');
    end if;
    return v_known.revision;
  end if;
  if p_kind = 'reply' and v_ticket.status = 'closed' then
    perform private.refuse('TF002', 'This ticket is closed');
  end if;
  if p_kind = 'reply' and v_ticket.channel_state in ('deleted', 'failed') then
    perform private.refuse('TF007', 'This ticket has no channel in Discord');
  end if;
  if cardinality(p_files) > 0 then
    v_files := private.files_to_attach(p_ticket, v_me, p_files);
  end if;
  v_at := clock_timestamp();
  v_revision := private.touch_ticket(p_ticket, true, case when p_kind = 'reply' then row(
    case when v_me = v_ticket.requester_id then array[v_at] end,
    case when v_me <> v_ticket.requester_id then array[v_at] end, null)::private.said end);
  insert into public.messages (guild_id, ticket_id, id, kind, author_id, is_staff, body, attachments, reply_to_discord_id, position, delivery,
    created_at, made_in, revision)
  values (v_ticket.guild_id, p_ticket, p_message, p_kind, v_me, true, v_body, v_files,
    (select m.discord_message_id from public.messages m where m.id = p_reply_to and m.ticket_id = p_ticket),
    private.position_of(private.snowflake_at(v_at)), case p_kind when 'reply' then 'queued' end, v_at, v_revision, v_revision);
  update public.files f set message_id = p_message, place = u.n - 1
  from unnest(p_files) with ordinality u (id, n) where f.id = u.id;
  perform private.drop_timer(v_ticket.guild_id, 'drop_upload', f.id::text) from unnest(p_files) f (id);
  if p_kind = 'reply' then
    perform private.enqueue(v_ticket.guild_id, 'ticket:' || p_ticket, 'send_reply', p_ticket, p_message);
  end if;
  return v_revision;
end
$$;

-- The message, its ticket locked, if the actor may act on it: its author, or (to delete) a manager. A message that they cannot read is
-- answered like one that is not there.
create function private.act_on_message(p_message uuid, p_is_manager_enough boolean) returns public.messages
language plpgsql security definer set search_path = '' as $$
declare
  message public.messages;
begin
  select * into message from public.messages where id = p_message;
  if message.id is null or not private.can_read_ticket(message.ticket_id)
    or (message.kind = 'note' and private.ticket_level(message.ticket_id) = 0) then
    perform private.refuse('TF006', 'No such message');
  end if;
  perform private.act_on(message.ticket_id, 2);
  select * into message from public.messages where id = p_message;
  if message.kind not in ('reply', 'note') or message.deleted_at is not null
    or not (message.author_id = private.actor() or (p_is_manager_enough and private.ticket_level(message.ticket_id) >= 3)) then
    perform private.refuse('TF006', 'No such message');
  end if;
  return message;
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
  v_body text := private.check_body(p_body);
  v_message public.messages;
  v_revision bigint;
  v_is_out boolean;
begin
  v_message := private.act_on_message(p_message, false);
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

-- Deletes the caller's own reply or note (a manager: anyone's). Leaves a tombstone. Asking again, because the answer was lost, succeeds.
create function private.delete_message(p_message uuid) returns bigint
language plpgsql security definer set search_path = '' as $$
declare
  v_message public.messages;
  v_revision bigint;
begin
  select m.revision into v_revision from public.messages m
  where m.id = p_message and m.deleted_in = 'desk' and m.deleted_by = private.actor() and private.can_read_ticket(m.ticket_id);
  if found then
    return v_revision;
  end if;
  v_message := private.act_on_message(p_message, true);
  -- Nothing that waits for this message is worth doing any more, unless it may be under way.
  update public.outbox set settled_at = clock_timestamp(), outcome = 'dropped', reason = '{"code": "deleted"}'
  where message_id = p_message and settled_at is null and attempted_at is null;
  v_revision := private.touch_ticket(v_message.ticket_id);
  update public.messages
  set body = '', embeds = '[]', attachments = '[]', stickers = '[]', reactions = '[]', deleted_at = clock_timestamp(), deleted_by = private.actor(),
    deleted_in = 'desk', delivery_reason = null, revision = v_revision
  where id = p_message;
  if v_message.discord_message_id is not null then
    perform private.enqueue(v_message.guild_id, 'ticket:' || v_message.ticket_id, 'delete_reply', v_message.ticket_id, p_message);
  end if;
  return v_revision;
end
$$;

-- Sends a failed or unknown reply (or its edit) again. A note has nothing to send: it stays as it is.
create function private.retry_delivery(p_message uuid) returns bigint
language plpgsql security definer set search_path = '' as $$
declare
  v_message public.messages := private.act_on_message(p_message, true);
  v_revision bigint;
begin
  if coalesce(v_message.delivery not in ('failed', 'unknown'), true) then
    return v_message.revision;
  end if;
  v_revision := private.touch_ticket(v_message.ticket_id);
  update public.messages set delivery = 'queued', delivery_reason = null, revision = v_revision where id = p_message;
  perform private.enqueue(v_message.guild_id, 'ticket:' || v_message.ticket_id,
    case when v_message.discord_message_id is null then 'send_reply' else 'edit_reply' end, v_message.ticket_id, p_message);
  return v_revision;
end
$$;
