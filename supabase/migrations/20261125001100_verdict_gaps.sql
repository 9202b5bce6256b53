-- What the table of verdicts (tests/policies/matrix) found to differ from DESIGN.md, Access.

-- Who was added is the staff's business. Staff who asked a ticket that their roles do not open read it as anybody who asked.
drop policy "people read who was added to tickets they may read" on public.ticket_participants;
create policy "staff read who was added to tickets open to them" on public.ticket_participants
  for select to authenticated using (
    guild_id = any ((select private.staff_guilds())::text[])
    and exists (
      select from public.tickets t where t.id = ticket_id
        and (
          (array_position((select private.categories_at(1)), t.category_id) is not null and not t.is_restricted)
          or array_position((select private.categories_at(3)), t.category_id) is not null
          or t.assignee_id = (select private.discord_id())
          or array_position((select private.added_to()), t.id) is not null
        )
    )
  );

-- Sends a failed or unknown reply (or its edit) again. A note has nothing to send: it stays as it is.
create or replace function private.retry_delivery(p_message uuid) returns bigint
language plpgsql security definer set search_path = '' as $$
declare
  v_act record;
  v_revision bigint;
begin
  select * into v_act from private.act_on_message(p_message, true);
  if coalesce((v_act.message).delivery not in ('failed', 'unknown'), true) then
    return (v_act.message).revision;
  end if;
  v_revision := private.touch_ticket((v_act.message).ticket_id);
  update public.messages set delivery = 'queued', delivery_reason = null, revision = v_revision where id = p_message;
  perform private.enqueue((v_act.message).guild_id, 'ticket:' || (v_act.message).ticket_id,
    case when (v_act.message).discord_message_id is null then 'send_reply' else 'edit_reply' end, (v_act.message).ticket_id, p_message);
  return v_revision;
end
$$;
