-- What the bot asks and says about access: who is blocked, who belongs in a ticket's private thread, and whether a guild was compared.

-- Asked before a form is shown, so that nobody fills it in for nothing; open_ticket asks again.
grant execute on function private.is_blocked(text, text, text[]) to ticketflow_bot;

-- Who must be added to a ticket's private thread, and who of those in it must go. In an open ticket's thread are its requester and whoever
-- was let in by name; staff may come in as long as the verdict opens the ticket to them. Whose roles the bot keeps true and who may not
-- read the ticket any more is not let in by name either. A closed ticket's requester stays alone: from an archived thread nobody can
-- be taken out any more when he loses a role. p_present: who is in it now, the bot left out. Returns {add: [ids], remove: [ids]}.
create function private.compare_thread(p_ticket uuid, p_present text[]) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_ticket public.tickets;
  v_named text[] := '{}';
begin
  select * into v_ticket from public.tickets where id = p_ticket;
  if v_ticket.status <> 'closed' then
    v_named := array(
      select x.id from (
        select p.person_id::text as id from public.ticket_participants p where p.ticket_id = p_ticket
        union select v_ticket.assignee_id where v_ticket.is_restricted and v_ticket.assignee_id is not null) x
      where not exists (select from public.members m
          where m.guild_id = v_ticket.guild_id and m.person_id = x.id and m.is_mirrored and m.left_at is null)
        or v_ticket.channel_id::text not in (select private.threads_to_leave(v_ticket.guild_id, x.id)));
  end if;
  v_named := v_named || v_ticket.requester_id::text;
  return jsonb_build_object(
    'add', (select coalesce(jsonb_agg(distinct x), '[]') from unnest(v_named) x where x <> all (p_present)),
    'remove', (select coalesce(jsonb_agg(distinct x), '[]') from unnest(p_present) x
      where x <> all (v_named) and (v_ticket.status = 'closed'
        or v_ticket.channel_id::text in (select private.threads_to_leave(v_ticket.guild_id, x)))));
end
$$;
grant execute on function private.compare_thread(uuid, text[]) to ticketflow_bot;
