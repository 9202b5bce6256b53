-- What the bot compares with Discord, and what it says of that: access, people, private threads.

-- The bot's gateway is healthy: the roles of these guilds are current as of now.
create function private.stamp_access(p_guilds text[]) returns void
language sql security definer set search_path = '' as $$
  update public.guilds set access_seen_at = now() where id = any (p_guilds) and status = 'active'
$$;

-- The whole comparison of a guild is done. p_counts: members by role id, as Discord counts them.
create function private.note_comparison(p_guild text, p_counts jsonb) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update public.roles r set member_count = (x.value)::integer
  from jsonb_each_text(p_counts) x where r.guild_id = p_guild and r.id = x.key and r.member_count is distinct from (x.value)::integer;
  update public.guilds set compared_at = now() where id = p_guild;
  perform private.poke_guild(p_guild);
end
$$;

-- How far catching up has come ({done, total}), or null when the guild is caught up.
create function private.report_catch_up(p_guild text, p_progress jsonb) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update public.guilds set catching_up = p_progress where id = p_guild and catching_up is distinct from p_progress;
  if found then
    perform private.poke_guild(p_guild);
  end if;
end
$$;

-- People whose roles the bot keeps true, for the whole comparison: everyone mirrored, and the owner.
create function private.staff_to_compare(p_guild text) returns setof text
language sql stable security definer set search_path = '' as $$
  select m.person_id from public.members m where m.guild_id = p_guild and m.is_mirrored and m.left_at is null
  union
  select g.owner_id from public.guilds g where g.id = p_guild
$$;

-- People whom a comparison asks Discord about: staff, whose roles decide access, and those whose tickets are open, who may have left.
create function private.people_to_compare(p_guild text) returns table (person_id text, is_staff boolean)
language sql stable security definer set search_path = '' as $$
  select x.person_id, bool_or(x.is_staff) from (
    select s.person_id::text, true as is_staff from private.staff_to_compare(p_guild) s (person_id)
    union all
    select t.requester_id::text, false from public.tickets t
    join public.ticket_heads h on h.ticket_id = t.id and h.guild_id = t.guild_id
    where t.guild_id = p_guild and h.is_open) x
  group by x.person_id
$$;

-- Who must be added to a ticket's private thread, and who of those in it must go. In an open ticket's thread are its requester and those who
-- was let in by name; staff may come in as long as the verdict opens the ticket to them. Whose roles the bot keeps true and who may not
-- read the ticket any more is not let in by name either. A closed ticket's requester stays alone: from an archived thread nobody can
-- be taken out any more when they lose a role. p_present: who is in it now, the bot left out. Returns {add: [ids], remove: [ids]}.
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

-- A person who signed in names the guilds they are in. The list comes from Discord, but through their own hands: it only makes the bot look.
-- Queues a fetch of the membership in each named guild that TicketFlow serves.
create function private.look_me_up(p_guilds text[]) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_me text := private.actor();
begin
  if v_me is null then
    perform private.refuse('TF010', 'Sign in with Discord first');
  end if;
  perform private.enqueue(g.id, 'member:' || g.id || ':' || v_me, 'fetch_member', p_payload => jsonb_build_object('person_id', v_me))
  from public.guilds g
  -- 200 is how many guilds Discord lets an account join.
  where g.id = any (p_guilds[1:200]) and g.status <> 'left'
    and not exists (select from public.members m where m.guild_id = g.id and m.person_id = v_me and m.is_mirrored
      and m.roles_seen_at > now() - interval '1 minute')
    and not exists (select from public.outbox o where o.lane = 'member:' || g.id || ':' || v_me and o.settled_at is null);
end
$$;

grant execute on function private.stamp_access(text[]), private.note_comparison(text, jsonb), private.report_catch_up(text, jsonb),
  private.people_to_compare(text), private.compare_thread(uuid, text[]) to ticketflow_bot;
