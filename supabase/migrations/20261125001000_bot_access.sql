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

-- The overwrites of a channel, or who is in a thread. One ticket's are written whatever its state; those of a guild or category
-- follow a grant, which a thread does not know.
create or replace function private.enqueue_overwrites(p_guild text, p_category uuid, p_ticket uuid default null) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform private.enqueue(p_guild, 'ticket:' || t.id, 'set_overwrites', t.id)
  from (select t.id from public.tickets t join public.ticket_heads h on h.ticket_id = t.id and h.guild_id = t.guild_id
    where t.guild_id = p_guild and t.channel_state = 'open'
      and (t.id = p_ticket or (p_ticket is null and h.is_open and t.channel_kind = 'channel'
        and (p_category is null or t.category_id = p_category)))
      and not exists (select from public.outbox o where o.lane = 'ticket:' || t.id and o.kind = 'set_overwrites' and o.settled_at is null
        and o.attempted_at is null)
    order by t.id) t;
end
$$;

create or replace function private.let_in_discord(p_ticket public.tickets) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform private.enqueue_overwrites(p_ticket.guild_id, null, p_ticket.id);
  if p_ticket.channel_kind = 'thread' then
    -- Whom the bot knows to have lost it need not wait for the ticket's lane.
    perform private.leave_threads(p_ticket.guild_id, m.person_id) from public.members m
    where m.guild_id = p_ticket.guild_id and m.is_mirrored and m.left_at is null order by m.person_id;
  end if;
end
$$;

-- p_guild: {id, name, icon_hash, owner_id, roles: [{id, name, color, position, can_manage_guild, is_managed}], is_compared}.
-- is_compared: the roles of all staff were compared just before, so the guild is current as of now (default). An event that speaks of the
-- guild or of one role says nothing of its members: it must not open a verdict that has closed.
create or replace function private.sync_guild(p_guild jsonb) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_guild text := p_guild ->> 'id';
  v_seen_at timestamptz := case when coalesce((p_guild ->> 'is_compared')::boolean, true) then now() end;
  v_owner text;
  v_concerned text[];
  v_changed integer;
  v_gone integer;
begin
  -- Not "for update": entries queued for this guild meanwhile refer to its row, and need not wait.
  select owner_id into v_owner from public.guilds where id = v_guild for no key update;
  insert into public.guilds as g (id, name, icon_hash, owner_id, access_seen_at)
  values (v_guild, p_guild ->> 'name', p_guild ->> 'icon_hash', p_guild ->> 'owner_id', v_seen_at)
  on conflict (id) do update set name = excluded.name, icon_hash = excluded.icon_hash, owner_id = excluded.owner_id,
    status = 'active', left_at = null, access_seen_at = coalesce(v_seen_at, g.access_seen_at);
  -- Gone, or no longer (or only now) allowed to manage the guild: their holders' access changes without an event of their own.
  v_concerned := array(
    select r.id from public.roles r
    left join jsonb_to_recordset(p_guild -> 'roles') x (id text, can_manage_guild boolean) on x.id = r.id
    where r.guild_id = v_guild and (x.id is null or x.can_manage_guild <> r.can_manage_guild));
  insert into public.roles as r (guild_id, id, name, color, position, can_manage_guild, is_managed)
  select v_guild, x.id, x.name, x.color, x.position, x.can_manage_guild, coalesce(x.is_managed, false)
  from jsonb_to_recordset(p_guild -> 'roles')
    x (id text, name text, color integer, position integer, can_manage_guild boolean, is_managed boolean)
  on conflict (guild_id, id) do update
  set name = excluded.name, color = excluded.color, position = excluded.position, can_manage_guild = excluded.can_manage_guild,
    is_managed = excluded.is_managed
  where (r.name, r.color, r.position, r.can_manage_guild, r.is_managed)
    is distinct from (excluded.name, excluded.color, excluded.position, excluded.can_manage_guild, excluded.is_managed);
  get diagnostics v_changed = row_count;
  delete from public.roles r where r.guild_id = v_guild
    and not exists (select from jsonb_array_elements(p_guild -> 'roles') x where x ->> 'id' = r.id);
  get diagnostics v_gone = row_count;
  if v_changed + v_gone > 0 or v_owner <> p_guild ->> 'owner_id' then
    update public.guilds set grants_epoch = grants_epoch + 1 where id = v_guild;
    perform private.access_of_holders_changed(v_guild, v_concerned);
  end if;
  if v_owner <> p_guild ->> 'owner_id' then
    perform private.access_changed(v_guild, x) from unnest(array[v_owner, p_guild ->> 'owner_id']) x order by x;
  end if;
end
$$;
