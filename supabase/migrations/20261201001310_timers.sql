-- Timers: what is due later, once. An act sets, moves and drops them in its own transaction; the bot of the guild's shard claims those
-- that are due and calls the function of their kind, which checks again, acts and settles in one transaction.

create table private.timers (
  id uuid primary key default gen_random_uuid(),
  guild_id public.snowflake not null references public.guilds (id) on delete cascade,
  -- Null: it concerns the guild alone.
  ticket_id uuid,
  kind text not null check (kind ~ '^[a-z]+(_[a-z]+)*$'),
  -- One timer for each kind and key of a guild: setting it again moves it.
  key text not null check (char_length(key) between 1 and 100),
  -- By private.now().
  due_at timestamptz not null,
  facts jsonb not null default '{}' check (jsonb_typeof(facts) = 'object'),
  -- How often its act failed since it was set.
  attempts integer not null default 0,
  leased_by text,
  -- Real time.
  lease_until timestamptz,
  unique (guild_id, kind, key),
  check ((leased_by is null) = (lease_until is null)),
  foreign key (guild_id, ticket_id) references public.tickets (guild_id, id) on delete cascade
);
create index timers_due_idx on private.timers (due_at, id);
create index timers_ticket_idx on private.timers (guild_id, ticket_id, due_at, id);

-- When a timer acted on a ticket last.
create table private.timer_ticks (
  ticket_id uuid primary key,
  guild_id public.snowflake not null,
  acted_at timestamptz not null,
  foreign key (guild_id, ticket_id) references public.tickets (guild_id, id) on delete cascade
);
create index timer_ticks_ticket_idx on private.timer_ticks (guild_id, ticket_id);

-- Sets a timer, or moves the one of this kind and key; a claim on it is void. Within an act: after the ticket's lock.
create function private.set_timer(p_guild text, p_ticket uuid, p_kind text, p_key text, p_due_at timestamptz, p_facts jsonb default '{}')
returns void
language plpgsql security definer set search_path = '' as $$
begin
  insert into private.timers as t (guild_id, ticket_id, kind, key, due_at, facts)
  values (p_guild, p_ticket, p_kind, p_key, p_due_at, p_facts)
  on conflict (guild_id, kind, key) do update
  set ticket_id = excluded.ticket_id, due_at = excluded.due_at, facts = excluded.facts, attempts = 0, leased_by = null, lease_until = null;
  -- The bot looks each second; only what is due at once is worth a notification.
  if p_due_at <= private.now() then
    perform pg_notify('ticketflow_timers', '');
  end if;
end
$$;

-- Whatever it was set for has become needless. False when there is none (any more).
create function private.drop_timer(p_guild text, p_kind text, p_key text) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  delete from private.timers t where t.guild_id = p_guild and t.kind = p_kind and t.key = p_key;
  return found;
end
$$;

-- The guilds that a worker works for: those of the shard that it holds, while the bot is in them.
create function private.guilds_of_worker(p_worker text) returns text[]
language plpgsql stable security definer set search_path = '' as $$
begin
  return array(
    select g.id::text from public.guilds g join private.shard_leases s on private.is_of_shard(g.id, s.shard, s.shard_count)
    where g.status = 'active' and s.holder = p_worker and s.lease_until > clock_timestamp());
end
$$;

-- Claims up to p_limit due timers of these kinds for p_seconds, the longest due first, for the worker that holds the guild's shard.
-- Of a ticket only the first, and none within a minute (one tick) of its last act: after an outage what is late comes in order and
-- without a burst. One that failed five times no longer holds up those behind it.
create function private.claim_timers(p_worker text, p_kinds text[], p_limit integer, p_seconds integer)
returns table (id uuid, kind text, guild_id text, ticket_id uuid, facts jsonb)
language plpgsql security definer set search_path = '' set plan_cache_mode = force_custom_plan as $$
declare
  -- Variables: what is volatile is no index condition.
  v_now timestamptz := private.now();
  v_real timestamptz := clock_timestamp();
  v_guilds text[];
begin
  -- Most looks find nothing.
  if coalesce((select min(t.due_at) from private.timers t) > v_now, true) then
    return;
  end if;
  -- A list, since Postgres knows how many rows it means: of an expression it thinks that hardly any row fulfils it, and then sorts all that
  -- is due before it takes the first.
  v_guilds := private.guilds_of_worker(p_worker);
  return query
  with due as materialized (
    select t.id from private.timers t
    where t.due_at <= v_now and (t.lease_until is null or t.lease_until <= v_real) and t.guild_id = any (v_guilds) and t.kind = any (p_kinds)
      and not exists (select from private.timers e
        where e.guild_id = t.guild_id and e.ticket_id = t.ticket_id and (e.due_at, e.id) < (t.due_at, t.id) and e.attempts < 5)
      and not exists (select from private.timer_ticks k where k.ticket_id = t.ticket_id and k.acted_at > v_now - interval '1 minute')
    order by t.due_at, t.id
    limit p_limit
    for update of t skip locked
  ), claimed as (
    update private.timers t
    set leased_by = p_worker, lease_until = v_real + make_interval(secs => p_seconds)
    from due where t.id = due.id
    returning t.*
  )
  select c.id, c.kind, c.guild_id::text, c.ticket_id, c.facts from claimed c order by c.due_at, c.id;
end
$$;

-- How the function of a kind begins: the timer, if it is still due and this worker's. Null: moved, dropped or another's; it returns false.
-- Its ticket is locked before it, as in an act that sets it; the kind then checks what it depends on again.
create function private.begin_timer(p_timer uuid, p_worker text, p_kind text) returns private.timers
language plpgsql security definer set search_path = '' as $$
declare
  v_timer private.timers;
begin
  perform private.lock_ticket(t.ticket_id) from private.timers t where t.id = p_timer and t.ticket_id is not null;
  select * into v_timer from private.timers t
  where t.id = p_timer and t.kind = p_kind and t.leased_by = p_worker and t.lease_until > clock_timestamp() and t.due_at <= private.now()
  for update;
  return v_timer;
end
$$;

-- How it ends. p_has_acted: it did something to the ticket, whose next timer waits for the next tick. A timer that its own act has moved
-- stays, for its next time.
create function private.end_timer(p_timer private.timers, p_has_acted boolean) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  delete from private.timers t where t.id = p_timer.id and t.leased_by = p_timer.leased_by;
  if p_has_acted and p_timer.ticket_id is not null then
    insert into private.timer_ticks (ticket_id, guild_id, acted_at) values (p_timer.ticket_id, p_timer.guild_id, private.now())
    on conflict (ticket_id) do update set acted_at = excluded.acted_at;
  end if;
  return true;
end
$$;

-- The act failed for a reason of its own: it is tried again after 30 seconds, 1, 2, 4 … 60 minutes. What was interrupted comes again when its
-- claim ends, and counts as no failure.
create function private.fail_timer(p_timer uuid, p_worker text) returns void
language sql security definer set search_path = '' as $$
  update private.timers t
  set attempts = t.attempts + 1, lease_until = clock_timestamp() + make_interval(secs => least(30 * 2 ^ least(t.attempts, 10), 3600))
  where t.id = p_timer and t.leased_by = p_worker
$$;

grant execute on function private.claim_timers(text, text[], integer, integer), private.fail_timer(uuid, text) to ticketflow_bot;
