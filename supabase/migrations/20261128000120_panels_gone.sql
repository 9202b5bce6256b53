-- A panel whose message or channel was deleted by hand says so; publishing it again is for people to decide.

-- p_messages: ids of messages that are gone; p_channel: a channel that is gone with all its messages. Returns how many panels it was.
create function private.record_panels_gone(p_guild text, p_messages text[], p_channel text default null) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  v_gone integer;
begin
  update public.panels
  set message_id = null, publish_error = case when channel_id = p_channel then 'Its channel was deleted in Discord: choose another'
    else 'Its message was deleted in Discord: publish it again' end
  where guild_id = p_guild and message_id is not null and (message_id = any (p_messages) or channel_id = p_channel);
  get diagnostics v_gone = row_count;
  if v_gone > 0 then
    perform private.poke_guild(p_guild);
  end if;
  return v_gone;
end
$$;
grant execute on function private.record_panels_gone(text, text[], text) to ticketflow_bot;
