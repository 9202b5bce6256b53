-- Jobs: long work, done page by page by the bot of the guild's shard. A page's work and its progress are one transaction, so a job that
-- was interrupted goes on where it was.

create table private.jobs (
  id uuid primary key default gen_random_uuid(),
  guild_id public.snowflake not null references public.guilds (id) on delete cascade,
  kind text not null check (kind ~ '^[a-z]+(_[a-z]+)*$'),
  -- Null: housekeeping. It is on no list, and its row goes when it ends.
  asked_by public.snowflake references public.people (id),
  asked_at timestamptz not null default private.now(),
  facts jsonb not null default '{}' check (jsonb_typeof(facts) = 'object'),
  state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'failed', 'cancelled')),
  -- Where the next page begins, as its kind writes it. Null: at the beginning.
  cursor jsonb,
  done bigint not null default 0,
  -- Null: not known.
  total bigint,
  -- How many were skipped, by the code of the reason: {"TF002": 3}.
  skipped jsonb not null default '{}' check (jsonb_typeof(skipped) = 'object'),
  -- How often the page at hand was begun, and why it failed last: a code with facts (JobError in contracts/job.ts).
  attempts integer not null default 0,
  error jsonb check (error ? 'code'),
  -- When its next page is due, by whom it is worked until when, and its last sign of life: real time.
  wake_at timestamptz not null default clock_timestamp(),
  leased_by text,
  lease_until timestamptz,
  beat_at timestamptz,
  ended_at timestamptz,
  cancelled_by public.snowflake references public.people (id),
  check ((state in ('waiting', 'running')) = (ended_at is null)),
  check ((leased_by is null) = (lease_until is null))
);
create index jobs_wake_idx on private.jobs (wake_at) where ended_at is null;
create index jobs_guild_idx on private.jobs (guild_id, asked_at desc, id);
create index jobs_asked_by_idx on private.jobs (asked_by);
create index jobs_cancelled_by_idx on private.jobs (cancelled_by);
create unique index jobs_housekeeping_key on private.jobs (guild_id, kind) where asked_by is null and ended_at is null;

-- Starts a job, after the verdict of the act that asks for it. The same id twice, and housekeeping that is under way, start nothing.
create function private.start_job(p_job uuid, p_guild text, p_kind text, p_asked_by text, p_facts jsonb default '{}', p_total bigint default null)
returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  insert into private.jobs (id, guild_id, kind, asked_by, facts, total) values (p_job, p_guild, p_kind, p_asked_by, p_facts, p_total)
  on conflict do nothing;
  if not found then
    return false;
  end if;
  if p_asked_by is not null then
    perform private.poke_guild(p_guild);
  end if;
  perform pg_notify('ticketflow_jobs', '');
  return true;
end
$$;

-- Ends a job whose row is locked, with its one entry in the audit log.
create function private.end_job(p_job uuid, p_state text, p_cancelled_by text default null) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_job private.jobs;
begin
  update private.jobs set state = p_state, ended_at = private.now(), leased_by = null, lease_until = null, cancelled_by = p_cancelled_by
  where id = p_job returning * into v_job;
  if v_job.asked_by is null then
    delete from private.jobs where id = p_job;
    return;
  end if;
  perform private.audit(v_job.guild_id, v_job.asked_by, 'run_job', 'job:' || v_job.id, null, jsonb_build_object('kind', v_job.kind,
    'state', v_job.state, 'done', v_job.done, 'total', v_job.total, 'cancelled_by', v_job.cancelled_by,
    'error', case when v_job.state = 'failed' then v_job.error end,
    'skipped', (select coalesce(sum(s.value::bigint), 0) from jsonb_each_text(v_job.skipped) s)));
  perform private.poke_guild(v_job.guild_id);
end
$$;

-- Claims up to p_limit jobs of these kinds for p_seconds, whichever has waited longest for its next page, for the worker that holds the
-- guild's shard. A job whose page was begun ten times and never ended has failed.
create function private.claim_jobs(p_worker text, p_kinds text[], p_limit integer, p_seconds integer)
returns table (id uuid, kind text, guild_id text, facts jsonb)
language plpgsql security definer set search_path = '' set plan_cache_mode = force_custom_plan as $$
declare
  -- A variable: what is volatile is no index condition.
  v_real timestamptz := clock_timestamp();
  v_guilds text[] := private.guilds_of_worker(p_worker);
  v_due private.jobs[];
begin
  v_due := array(
    select j from private.jobs j
    where j.ended_at is null and j.wake_at <= v_real and (j.lease_until is null or j.lease_until <= v_real)
      and j.guild_id = any (v_guilds) and j.kind = any (p_kinds)
    order by j.wake_at, j.id
    limit p_limit
    for update of j skip locked);
  -- Of a page that nobody ended nobody has said why.
  update private.jobs j set error = coalesce(j.error, '{"code": "interrupted"}') || jsonb_build_object('attempts', j.attempts)
  from unnest(v_due) d where j.id = d.id and d.attempts >= 10;
  perform private.end_job(d.id, 'failed') from unnest(v_due) d where d.attempts >= 10;
  return query
  update private.jobs j
  set state = 'running', leased_by = p_worker, lease_until = v_real + make_interval(secs => p_seconds), beat_at = v_real, attempts = j.attempts + 1
  from unnest(v_due) d where j.id = d.id and j.ended_at is null
  returning j.id, j.kind, j.guild_id::text, j.facts;
end
$$;

-- A sign of life while a page takes its time: true when the job is still this worker's, from now for p_seconds. False also when it was
-- cancelled meanwhile.
create function private.beat_job(p_job uuid, p_worker text, p_seconds integer) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  update private.jobs j set lease_until = clock_timestamp() + make_interval(secs => p_seconds), beat_at = clock_timestamp()
  where j.id = p_job and j.leased_by = p_worker and j.ended_at is null;
  return found;
end
$$;

-- How the function of a kind begins a page: the job, locked, if it is still this worker's. Otherwise null: cancelled, or another's.
create function private.begin_page(p_job uuid, p_worker text, p_kind text) returns private.jobs
language plpgsql security definer set search_path = '' as $$
declare
  v_job private.jobs;
begin
  select * into v_job from private.jobs j
  where j.id = p_job and j.kind = p_kind and j.leased_by = p_worker and j.ended_at is null for update;
  return v_job;
end
$$;

-- How it ends a page, in the same transaction: where the next one begins, how many are done and skipped in this one, and whether it was
-- the last. Returns 'more' or 'ended'.
create function private.end_page(p_job private.jobs, p_cursor jsonb, p_done bigint, p_is_last boolean, p_skipped jsonb default '{}')
returns text
language plpgsql security definer set search_path = '' as $$
begin
  update private.jobs j
  set cursor = p_cursor, done = j.done + p_done, attempts = 0, error = null, beat_at = clock_timestamp(),
    skipped = (select coalesce(jsonb_object_agg(x.key, x.n), '{}') from (
      select s.key, sum(s.value::bigint) as n from (select * from jsonb_each_text(j.skipped) union all select * from jsonb_each_text(p_skipped)) s
      group by s.key) x)
  where j.id = p_job.id;
  if not p_is_last then
    return 'more';
  end if;
  perform private.end_job(p_job.id, 'done');
  return 'ended';
end
$$;

-- Gives a job back: others that wait come first. p_error: why its page failed (null: it did not); then it is tried again after 1, 2, 4 … 60
-- seconds.
create function private.release_job(p_job uuid, p_worker text, p_error jsonb) returns void
language sql security definer set search_path = '' as $$
  update private.jobs j
  set leased_by = null, lease_until = null, attempts = case when p_error is not null then j.attempts else 0 end,
    error = p_error || jsonb_build_object('attempts', greatest(j.attempts, 1)),
    wake_at = clock_timestamp() + make_interval(secs => case when p_error is not null then least(2 ^ j.attempts, 60) else 0 end)
  where j.id = p_job and j.leased_by = p_worker and j.ended_at is null
$$;

-- What people asked for in a guild, latest first. Null unless the caller is a manager. Shape: contracts/job.ts.
create function private.list_jobs(p_guild text) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_ids uuid[];
  v_real timestamptz := clock_timestamp();
begin
  if not coalesce(p_guild = any (private.guilds_at(3)), false) then
    return null;
  end if;
  v_ids := array(select j.id from private.jobs j where j.guild_id = p_guild and j.asked_by is not null order by j.asked_at desc, j.id limit 50);
  return jsonb_build_object(
    'jobs', (select coalesce(jsonb_agg(jsonb_build_object('id', j.id, 'kind', j.kind, 'asked_by', j.asked_by, 'asked_at', j.asked_at,
        'state', j.state, 'done', j.done, 'total', j.total, 'skipped', j.skipped, 'error', j.error, 'ended_at', j.ended_at,
        'cancelled_by', j.cancelled_by,
        -- Ages, since the reader's clock is another.
        'silent_seconds', case when j.ended_at is null then extract(epoch from v_real - j.beat_at) end,
        'due_seconds', case when j.ended_at is null and j.leased_by is null then extract(epoch from v_real - j.wake_at) end) order by j.asked_at desc, j.id), '[]')
      from private.jobs j where j.id = any (v_ids)),
    'people', private.people_json(p_guild, array(select x::text from private.jobs j, unnest(array[j.asked_by, j.cancelled_by]) x
      where j.id = any (v_ids) and x is not null)));
end
$$;

-- Ends a job after the page at hand, or the next; what is done stays done. False when it has ended already. Refuses with TF005.
create function private.cancel_job(p_guild text, p_job uuid) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  v_me text := private.must_be(p_guild, 3);
begin
  perform from private.jobs j where j.guild_id = p_guild and j.id = p_job and j.asked_by is not null and j.ended_at is null for update;
  if not found then
    return false;
  end if;
  perform private.end_job(p_job, 'cancelled', v_me);
  return true;
end
$$;

grant execute on function private.claim_jobs(text, text[], integer, integer), private.beat_job(uuid, text, integer),
  private.release_job(uuid, text, jsonb) to ticketflow_bot;
