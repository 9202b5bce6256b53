-- Whoever asks for a deletion again, because the answer was lost, is told that it is done.
create or replace function private.delete_message(p_message uuid) returns bigint
language plpgsql security definer set search_path = '' as $$
declare
  v_act record;
  v_message public.messages;
  v_revision bigint;
begin
  select m.revision into v_revision from public.messages m
  where m.id = p_message and m.deleted_in = 'desk' and m.deleted_by = private.discord_id() and private.can_read_ticket(m.ticket_id);
  if found then
    return v_revision;
  end if;
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
