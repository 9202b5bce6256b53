-- Sweeping: once a day each guild loses what is kept for nothing any more.

create function private.set_sweep() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.set_timer(new.id, null, 'sweep', 'daily', private.now() + interval '1 day');
  return null;
end
$$;

create trigger guilds_are_swept after insert on public.guilds for each row execute function private.set_sweep();

-- The timer's kind 'sweep'. Days that were missed are made up for by one.
create function private.fire_sweep(p_timer uuid, p_worker text) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  v_timer private.timers := private.begin_timer(p_timer, p_worker, 'sweep');
begin
  if v_timer.id is null then
    return false;
  end if;
  perform private.start_job(gen_random_uuid(), v_timer.guild_id, 'sweep_outbox', null,
    p_total => (select count(*) from public.outbox_lanes l where l.guild_id = v_timer.guild_id));
  -- The audit log keeps what they came to.
  delete from private.jobs j where j.guild_id = v_timer.guild_id and j.ended_at < private.now() - interval '90 days';
  perform private.set_timer(v_timer.guild_id, null, 'sweep', 'daily', private.now() + interval '1 day');
  return private.end_timer(v_timer, true);
end
$$;

-- The job's kind 'sweep_outbox': entries of the outbox that were settled 30 days ago, lane by lane.
create function private.page_sweep_outbox(p_job uuid, p_worker text) returns text
language plpgsql security definer set search_path = '' as $$
declare
  v_job private.jobs := private.begin_page(p_job, p_worker, 'sweep_outbox');
  v_lanes text[];
begin
  if v_job.id is null then
    return 'lost';
  end if;
  v_lanes := array(select l.lane from public.outbox_lanes l
    where l.guild_id = v_job.guild_id and l.lane > coalesce(v_job.cursor ->> 'lane', '') order by l.lane limit 500);
  delete from public.outbox o
  where o.guild_id = v_job.guild_id and o.lane = any (v_lanes) and o.settled_at < private.now() - interval '30 days';
  return private.end_page(v_job, jsonb_build_object('lane', v_lanes[cardinality(v_lanes)]), cardinality(v_lanes), cardinality(v_lanes) < 500);
end
$$;

grant execute on function private.fire_sweep(uuid, text), private.page_sweep_outbox(uuid, text) to ticketflow_bot;
