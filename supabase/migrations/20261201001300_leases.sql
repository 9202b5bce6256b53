-- Leases: which process works which of Discord's shards, and which lanes of the outbox it holds, all by the database's clock.

create table private.shard_leases (
  shard integer not null check (shard >= 0),
  shard_count integer not null check (shard_count > shard),
  -- The worker, as on outbox_lanes.
  holder text not null,
  -- Which process of which machine it is, so that another process there can tell that it is dead. Null: nobody can.
  place text,
  lease_until timestamptz not null,
  primary key (shard, shard_count)
);
create index shard_leases_holder_idx on private.shard_leases (holder);

-- Whether Discord sends a guild's events to this shard (https://discord.com/developers/docs/events/gateway#sharding).
create function private.is_of_shard(p_guild text, p_shard integer, p_count integer) returns boolean
language sql immutable
return (p_guild::bigint >> 22) % p_count = p_shard;

-- Takes or renews the lease on a shard for p_seconds: {held: true}. While another worker holds it, or any other shard that has guilds in
-- common with it (the numbers of shards differ while a bot is resharded): {held: false, seconds, holder, place}. p_dead: a holder
-- whose process is known to have ended.
create function private.hold_shard(
  p_shard integer, p_count integer, p_worker text, p_place text, p_seconds integer, p_dead text default null
) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_other private.shard_leases;
begin
  -- One at a time: two takers of shards that differ in number would not meet on a row.
  perform pg_advisory_xact_lock(hashtextextended('private.shard_leases', 0));
  select * into v_other from private.shard_leases l
  where l.holder <> p_worker and l.lease_until > clock_timestamp() and l.holder is distinct from p_dead
    -- n % a = i and n % b = j have a common n just when i = j by the greatest common divisor of a and b.
    and (l.shard - p_shard) % gcd(l.shard_count, p_count) = 0
  order by l.lease_until desc limit 1;
  if found then
    return jsonb_build_object('held', false, 'holder', v_other.holder, 'place', v_other.place,
      'seconds', extract(epoch from v_other.lease_until - clock_timestamp()));
  end if;
  delete from private.shard_leases l
  where l.holder <> p_worker and (l.shard - p_shard) % gcd(l.shard_count, p_count) = 0;
  insert into private.shard_leases as l (shard, shard_count, holder, place, lease_until)
  values (p_shard, p_count, p_worker, p_place, clock_timestamp() + make_interval(secs => p_seconds))
  on conflict (shard, shard_count) do update set lease_until = excluded.lease_until;
  return jsonb_build_object('held', true);
end
$$;

-- Gives a worker's shard back: a waiting worker may take it at once.
create function private.release_shard(p_worker text) returns void
language sql security definer set search_path = '' as $$
  delete from private.shard_leases where holder = p_worker
$$;

-- A lane is leased, and its lease renewed, by nobody while another worker holds the guild's shard. A worker that has lost a shard finds nothing
-- more to do in it, whatever it still believes; what it has begun ends within the lane's own lease.
create function private.keep_lane_to_shard() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if exists (
    select from private.shard_leases s
    where s.holder <> new.leased_by and s.lease_until > clock_timestamp() and private.is_of_shard(new.guild_id, s.shard, s.shard_count))
  then
    return null;
  end if;
  return new;
end
$$;

create trigger keep_to_shard before update of leased_by, lease_until on public.outbox_lanes
for each row when (new.leased_by is not null and new.lease_until > clock_timestamp())
execute function private.keep_lane_to_shard();

-- Leases up to p_limit due lanes to p_worker for p_seconds by the database's clock. Returns the lanes. They are leased by turns: the
-- longest-waiting one of each guild first, then each guild's second, so that a busy guild holds up no other. A worker that holds a shard
-- is leased the lanes of its own guilds only.
create function private.lease_lanes(p_worker text, p_limit integer, p_seconds integer) returns setof text
language plpgsql security definer set search_path = '' set plan_cache_mode = force_custom_plan as $$
declare
  -- A variable: clock_timestamp() is volatile, so it would be a filter of all lanes that wait and no index condition. Planned for its value
  -- each time: a plan for any value would be kept, also one that was made while everything was due.
  v_now timestamptz := clock_timestamp();
begin
  return query
  with waiting as (
    select l.lane, row_number() over (partition by l.guild_id order by l.wake_at) as place, l.wake_at
    from public.outbox_lanes l
    join public.guilds g on g.id = l.guild_id and g.status = 'active'
    where l.wake_at <= v_now and (l.lease_until is null or l.lease_until < v_now)
      and not exists (
        select from private.shard_leases s
        where s.holder = p_worker and not private.is_of_shard(l.guild_id, s.shard, s.shard_count))
  ), due as (
    select l.lane from public.outbox_lanes l
    join waiting w on w.lane = l.lane
    where l.wake_at <= v_now and (l.lease_until is null or l.lease_until < v_now)
    order by w.place, w.wake_at
    limit p_limit
    for update of l skip locked
  )
  update public.outbox_lanes l
  set leased_by = p_worker, lease_until = v_now + make_interval(secs => p_seconds)
  from due where l.lane = due.lane
  returning l.lane;
end
$$;

-- Gives the lane back. Whatever still waits in it is due after p_retry_after seconds, or at once when the entry that had to wait
-- has been settled meanwhile (by the echo of its message, or by its author).
create function private.release_lane(p_lane text, p_worker text, p_retry_after double precision default 0) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform from public.outbox_lanes where lane = p_lane and leased_by = p_worker for update;
  if not found then
    return;
  end if;
  update public.outbox_lanes l
  set leased_by = null, lease_until = null,
    wake_at = (
      select clock_timestamp() + make_interval(secs => case when o.attempts > 0 then p_retry_after else 0 end)
      from public.outbox o where o.lane = p_lane and o.settled_at is null order by o.seq limit 1)
  where l.lane = p_lane;
end
$$;

-- An entry with files takes longer than a lease: true when this worker still holds the lane, from now for p_seconds.
create function private.extend_lease(p_lane text, p_worker text, p_seconds integer) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  update public.outbox_lanes set lease_until = clock_timestamp() + make_interval(secs => p_seconds)
  where lane = p_lane and leased_by = p_worker and lease_until > clock_timestamp();
  return found;
end
$$;

grant execute on function private.hold_shard(integer, integer, text, text, integer, text),
  private.release_shard(text), private.lease_lanes(text, integer, integer), private.release_lane(text, text, double precision),
  private.extend_lease(text, text, integer) to ticketflow_bot;
