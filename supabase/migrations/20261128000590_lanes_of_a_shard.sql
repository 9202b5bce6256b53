-- A worker that holds a shard is leased the lanes of its guilds only: those of others would take their places and be refused.
create or replace function private.lease_lanes(p_worker text, p_limit integer, p_seconds integer) returns setof text
language sql security definer set search_path = '' as $$
  with waiting as (
    select l.lane, row_number() over (partition by l.guild_id order by l.wake_at) as place, l.wake_at
    from public.outbox_lanes l
    join public.guilds g on g.id = l.guild_id and g.status = 'active'
    where l.wake_at <= clock_timestamp() and (l.lease_until is null or l.lease_until < clock_timestamp())
      and not exists (
        select from private.shard_leases s
        where s.holder = p_worker and not private.is_of_shard(l.guild_id, s.shard, s.shard_count))
  ), due as (
    select l.lane from public.outbox_lanes l
    join waiting w on w.lane = l.lane
    where l.wake_at <= clock_timestamp() and (l.lease_until is null or l.lease_until < clock_timestamp())
    order by w.place, w.wake_at
    limit p_limit
    for update of l skip locked
  )
  update public.outbox_lanes l
  set leased_by = p_worker, lease_until = clock_timestamp() + make_interval(secs => p_seconds)
  from due where l.lane = due.lane
  returning l.lane
$$;
