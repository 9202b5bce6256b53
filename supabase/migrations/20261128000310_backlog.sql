-- What a bot's health shows of its work: read at each scrape.

-- How much waits and since when, without reading the rows.
create index outbox_waiting_since_idx on public.outbox (created_at) include (guild_id) where settled_at is null;

-- Of the shard that p_worker holds (all guilds when he holds none): entries of the outbox that wait, and for how many seconds the oldest
-- has; guilds whose tickets are being caught up, with their tickets; and seconds since access was last said to be current (null: never).
-- Guilds that the bot has left count for nothing.
create function private.read_backlog(p_worker text) returns table (
  waiting bigint, oldest_seconds double precision,
  catching_up bigint, tickets_done bigint, tickets_total bigint, stamped_seconds double precision
)
language sql stable security definer set search_path = '' as $$
  with mine as materialized (
    select g.id, g.catching_up, g.access_seen_at from public.guilds g
    where g.status = 'active' and not exists (
      select from private.shard_leases s where s.holder = p_worker and not private.is_of_shard(g.id, s.shard, s.shard_count))
  ), due as (
    select count(*) as n, min(o.created_at) as since from public.outbox o
    where o.settled_at is null and o.guild_id in (select id from mine)
  )
  select due.n, coalesce(extract(epoch from clock_timestamp() - due.since), 0)::double precision,
    (select count(*) from mine m where m.catching_up is not null),
    (select coalesce(sum((m.catching_up ->> 'done')::bigint), 0)::bigint from mine m),
    (select coalesce(sum((m.catching_up ->> 'total')::bigint), 0)::bigint from mine m),
    (select extract(epoch from clock_timestamp() - max(m.access_seen_at))::double precision from mine m)
  from due
$$;
grant execute on function private.read_backlog(text) to ticketflow_bot;
