import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type postgres from 'postgres';
import type { Finding } from './check-history.ts';
import type { Random } from './random.ts';

/** What a timer and a page of a job do in a chaos run: something that can be counted, and that is wrong when it comes twice. */
const countable = `
  create schema chaos;
  create table chaos.asked_timers (key text primary key, due_at timestamptz not null);
  create table chaos.fired (key text not null, at timestamptz not null default clock_timestamp());
  create table chaos.asked_jobs (job uuid primary key, pages integer not null);
  create table chaos.paged (job uuid not null, page integer not null);
  create or replace function private.fire_drop_upload(p_timer uuid, p_worker text) returns boolean
  language plpgsql security definer set search_path = '' as $$
  declare
    v_timer private.timers := private.begin_timer(p_timer, p_worker, 'drop_upload');
  begin
    if v_timer.id is null then
      return false;
    end if;
    insert into chaos.fired (key) values (v_timer.key);
    return private.end_timer(v_timer, false);
  end
  $$;
  create or replace function private.page_sweep_outbox(p_job uuid, p_worker text) returns text
  language plpgsql security definer set search_path = '' as $$
  declare
    v_job private.jobs := private.begin_page(p_job, p_worker, 'sweep_outbox');
    v_page integer := coalesce((v_job.cursor ->> 'page')::integer, 0) + 1;
  begin
    if v_job.id is null then
      return 'lost';
    end if;
    insert into chaos.paged (job, page) values (v_job.id, v_page);
    return private.end_page(v_job, jsonb_build_object('page', v_page), 1, v_page >= v_job.total);
  end
  $$`;

export async function prepareTimekeeping(sql: postgres.Sql): Promise<void> {
  await sql.begin(async (transaction) => {
    await transaction`select set_config('role', 'postgres', true)`;
    await transaction.unsafe(countable);
  });
}

const pagesOfAJob = 30;

type Given = { sql: postgres.Sql; guild: string; asker: string; random: Random; isOver: () => boolean };

/**
 * Sets timers that are due within a second, and asks for jobs. Each is noted in the transaction that sets it: when that is lost with its
 * database, so is the note.
 */
export async function keepTime({ sql, guild, asker, random, isOver }: Given): Promise<void> {
  while (!isOver()) {
    await wait(random.between(20, 200));
    const [key, job] = [randomUUID(), random.chance(0.3) ? randomUUID() : null];
    const inMs = random.between(0, 1000);
    await sql
      .begin(async (transaction) => {
        await transaction`insert into chaos.asked_timers (key, due_at)
          values (${key}, private.now() + make_interval(secs => ${inMs / 1000}))`;
        await transaction`select private.set_timer(${guild}, null, 'drop_upload', key, due_at)
          from chaos.asked_timers where key = ${key}`;
        if (!job) return;
        await transaction`insert into chaos.asked_jobs (job, pages) values (${job}, ${pagesOfAJob})`;
        await transaction`select private.start_job(${job}, ${guild}, 'sweep_outbox', ${asker}, p_total => ${pagesOfAJob})`;
      })
      // The database is away.
      .catch(() => {});
  }
}

/** What was not done, done twice or too early, of all that was asked. */
export async function checkTimekeeping(sql: postgres.Sql): Promise<Finding[]> {
  const timers = await sql<{ key: string; times: number; early: boolean }[]>`
    select a.key, count(f.key)::int as times, coalesce(bool_or(f.at < a.due_at), false) as early
    from chaos.asked_timers a left join chaos.fired f using (key)
    group by a.key having count(f.key) <> 1 or bool_or(f.at < a.due_at)`;
  const jobs = await sql<{ job: string; state: string; missing: number; doubled: number; entries: number }[]>`
    select * from (
      select a.job, j.state, a.pages - count(distinct p.page)::int as missing, (count(p.page) - count(distinct p.page))::int as doubled,
        (select count(*)::int from public.audit_log l where l.target = 'job:' || a.job) as entries
      from chaos.asked_jobs a join private.jobs j on j.id = a.job left join chaos.paged p on p.job = a.job
      group by a.job, a.pages, j.state) x
    where state <> 'done' or missing <> 0 or doubled <> 0 or entries <> 1`;
  return [
    ...timers.map(({ key, times, early }): Finding => ({
      what: times > 1 ? 'doubled' : early ? 'untrue' : 'lost',
      where: `timer ${key} fired ${times} times${early ? ', too early' : ''}`,
    })),
    ...jobs.map(({ job, state, missing, doubled, entries }): Finding => ({
      what: doubled > 0 || entries > 1 ? 'doubled' : 'lost',
      where: `job ${job} is ${state}: ${missing} pages missing, ${doubled} twice, ${entries} entries in the audit log`,
    })),
  ];
}

/** How much was asked and done. */
export async function tellTimekeeping(sql: postgres.Sql): Promise<string> {
  const [row] =
    await sql`select (select count(*) from chaos.fired) as fired, (select count(*) from chaos.paged) as paged,
    (select count(*) from chaos.asked_jobs) as jobs`;
  return `${row!.fired} timers fired, ${row!.paged} pages of ${row!.jobs} jobs done`;
}
