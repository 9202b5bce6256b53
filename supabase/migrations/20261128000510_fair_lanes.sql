-- Lanes are leased by turns: the longest-waiting one of each guild first, then each guild's second, and so on. A guild in which much
-- happens holds up no other.
create or replace function private.lease_lanes(p_worker text, p_limit integer, p_seconds integer) returns setof text
language sql security definer set search_path = '' as $$
  with waiting as (
    select l.lane, row_number() over (partition by l.guild_id order by l.wake_at) as place, l.wake_at
    from public.outbox_lanes l
    join public.guilds g on g.id = l.guild_id and g.status = 'active'
    where l.wake_at <= clock_timestamp() and (l.lease_until is null or l.lease_until < clock_timestamp())
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
