-- What a bot's health and an admin's log show of its work.

-- Of the shard that p_worker holds (all guilds when it holds none): entries of the outbox that wait, and for how many seconds the oldest
-- has; guilds whose tickets are being caught up, with their tickets; timers that are due, and for how many seconds the oldest has been; and
-- seconds since access was last said to be current (null: never). Guilds that the bot has left count for nothing.
create function private.read_backlog(p_worker text) returns table (
  waiting bigint, oldest_seconds double precision, catching_up bigint, tickets_done bigint, tickets_total bigint,
  timers_due bigint, timers_late_seconds double precision, stamped_seconds double precision
)
language plpgsql stable security definer set search_path = '' as $$
declare
  v_now timestamptz := private.now();
begin
  return query
  with mine as materialized (
    select g.id, g.catching_up, g.access_seen_at from public.guilds g
    where g.status = 'active' and not exists (
      select from private.shard_leases s where s.holder = p_worker and not private.is_of_shard(g.id, s.shard, s.shard_count))
  ), unsettled as (
    select count(*) as n, min(o.created_at) as since from public.outbox o
    where o.settled_at is null and o.guild_id in (select id from mine)
  ), overdue as (
    select count(*) as n, min(t.due_at) as since from private.timers t
    where t.due_at <= v_now and t.guild_id in (select id from mine)
  )
  select u.n, coalesce(extract(epoch from clock_timestamp() - u.since), 0)::double precision,
    (select count(*) from mine m where m.catching_up is not null),
    (select coalesce(sum((m.catching_up ->> 'done')::bigint), 0)::bigint from mine m),
    (select coalesce(sum((m.catching_up ->> 'total')::bigint), 0)::bigint from mine m),
    d.n, coalesce(extract(epoch from v_now - d.since), 0)::double precision,
    (select extract(epoch from clock_timestamp() - max(m.access_seen_at))::double precision from mine m)
  from unsettled u, overdue d;
end
$$;

-- A page of the audit log, latest first, before an entry; of these kinds of acts, or (null) all. Null unless the caller is an admin. Shape: contracts/audit.ts.
create function private.read_audit_log(p_guild text, p_before bigint, p_actions text[], p_page_size integer) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_size integer := least(greatest(p_page_size, 1), 100);
  v_ids bigint[];
begin
  if not coalesce(p_guild = any (private.guilds_at(4)), false) then
    return null;
  end if;
  v_ids := array(select a.id from public.audit_log a
    where a.guild_id = p_guild and a.id < coalesce(p_before, 9223372036854775807) and (p_actions is null or a.action = any (p_actions))
    order by a.id desc limit v_size);
  return jsonb_build_object(
    'entries', (select coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'at', a.at, 'actor_id', a.actor_id, 'action', a.action,
        'target', a.target, 'before', a.before, 'after', a.after,
        -- Entries about tickets were written with the ticket's id.
        'ticket_number', (select t.number from public.tickets t where t.guild_id = p_guild and t.id::text = a.target)) order by a.id desc), '[]')
      from public.audit_log a where a.id = any (v_ids)),
    'has_more', cardinality(v_ids) = v_size,
    'people', private.people_json(p_guild, array(select a.actor_id::text from public.audit_log a where a.id = any (v_ids) and a.actor_id is not null)));
end
$$;

grant execute on function private.read_backlog(text) to ticketflow_bot;
