-- Doors that attacks found ajar: guilds and messages whose ids answered differently when they exist.

-- A person who signed in names the guilds he is in (from Discord, but through his hands: so it only makes the bot look). Queues a
-- fetch of his membership in those that TicketFlow serves. Which these are it does not say: he may name any guild.
drop function public.look_me_up(text[]), private.look_me_up(text[]);
create function private.look_me_up(p_guilds text[]) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_me text := private.discord_id();
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
create function public.look_me_up(guild_ids text[]) returns void
language sql set search_path = '' as $$ select private.look_me_up(guild_ids) $$;
grant execute on function private.look_me_up(text[]), public.look_me_up(text[]) to authenticated;

-- The number that rises whenever what a person may see in a guild could have changed. Null for a guild in which he is not known,
-- as for one that does not exist.
create or replace function private.access_epoch(p_guild text) returns bigint
language plpgsql stable security definer set search_path = '' as $$
declare
  v_me text := private.discord_id();
begin
  return (select g.grants_epoch + coalesce(m.access_epoch, 0)
    from public.guilds g
    left join public.members m on m.guild_id = g.id and m.person_id = v_me
    where g.id = p_guild and (m.person_id is not null or g.owner_id = v_me));
end
$$;

-- The message and its ticket, locked, if the signed-in person may act on it: its author, or (to delete) a manager. A message that
-- he cannot read is answered like one that is not there.
create or replace function private.act_on_message(p_message uuid, p_is_manager_enough boolean, out me text, out message public.messages)
language plpgsql security definer set search_path = '' as $$
declare
  v_act record;
begin
  select * into message from public.messages where id = p_message;
  if message.id is null or not private.can_read_ticket(message.ticket_id)
    or (message.kind = 'note' and private.ticket_level(message.ticket_id) = 0) then
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
