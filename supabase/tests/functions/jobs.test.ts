import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { jobKinds } from '../../contracts/job-kinds.ts';
import { Jobs } from '../../contracts/job.ts';
import * as demo from '../demo-database.ts';
import { moveClock } from '../move-clock.ts';
import type { Sql, TestDatabase, Transaction } from '../test-database.ts';

let database: TestDatabase;
let sql: Sql;

/** A kind for these tests: it writes numbers down, four a page, up to its total; every third is skipped. */
const aKind = `
  create table private.written (n integer not null);
  create function private.page_count(p_job uuid, p_worker text) returns text
  language plpgsql security definer set search_path = '' as $$
  declare
    v_job private.jobs := private.begin_page(p_job, p_worker, 'count');
    v_from integer := coalesce((v_job.cursor ->> 'n')::integer, 0);
    v_to integer := least(v_from + 4, v_job.total);
  begin
    if v_job.id is null then
      return 'lost';
    end if;
    insert into private.written select n from generate_series(v_from + 1, v_to) n where n % 3 <> 0;
    if v_job.facts ? 'fails' and v_from >= 4 then
      raise exception 'as told';
    end if;
    return private.end_page(v_job, jsonb_build_object('n', v_to), v_to - v_from, v_to >= v_job.total,
      jsonb_build_object('TF002', (select count(*) from generate_series(v_from + 1, v_to) n where n % 3 = 0)));
  end
  $$;
  grant execute on function private.page_count(uuid, text) to ticketflow_bot`;

beforeAll(async () => {
  database = await demo.openDemoDatabase();
  sql = database.sql;
  await sql.unsafe(aKind);
});
beforeEach(async () => {
  await sql`truncate private.jobs, private.written, private.shard_leases, private.timers`;
  await sql`delete from public.audit_log where action = 'run_job'`;
  await sql`update public.guilds set status = 'active'`;
  await hold('bot');
});
afterAll(() => database[Symbol.asyncDispose]());

const asBot = <T>(run: (sql: Transaction) => Promise<T>) => database.asRole('ticketflow_bot', run);
const hold = (worker: string, shard = 0, count = 1) =>
  asBot((bot) => bot`select private.hold_shard(${shard}, ${count}, ${worker}, null, 600)`);

async function start(total: number, facts: object = {}, job: string = randomUUID(), guild = demo.harbor) {
  await sql`select private.start_job(${job}, ${guild}, 'count', ${demo.theo}, ${sql.json(facts as never)}, ${total})`;
  return job;
}
const claim = async (worker = 'bot', limit = 10) =>
  (
    await asBot(
      (bot) => bot`select id from private.claim_jobs(${worker}, ${['count', 'sweep_outbox']}, ${limit}, 20)`,
    )
  ).map(({ id }) => id as string);
const page = (job: string, worker = 'bot') =>
  asBot(async (bot) => (await bot`select private.page_count(${job}, ${worker}) as came`)[0]!.came as string);
const refused = { code: 'database', sqlstate: 'P0001' };
const release = (job: string, hasFailed = false, worker = 'bot') =>
  asBot((bot) => bot`select private.release_job(${job}, ${worker}, ${hasFailed ? sql.json(refused) : null})`);
const written = async () => (await sql`select n from private.written order by n`).map(({ n }) => n as number);
const rowOf = async (job: string) => (await sql`select * from private.jobs where id = ${job}`)[0]!;
const audited = () =>
  sql`select actor_id, target, before, after from public.audit_log where action = 'run_job' order by id`;
const endLeases = () =>
  sql`update private.jobs set lease_until = clock_timestamp() where leased_by is not null`;
const list = async (person: string, guild = demo.harbor) => {
  const [row] = await database.as(person, (asked) => asked`select public.list_jobs(${guild}) as jobs`);
  return row!.jobs === null ? null : Jobs.parse(row!.jobs);
};
const cancel = (person: string, job: string, guild = demo.harbor) =>
  database.as(
    person,
    async (asked) => (await asked`select public.cancel_job(${guild}, ${job}) as was`)[0]!.was as boolean,
  );

test('a job is done page by page, and leaves one entry in the audit log', async () => {
  const job = await start(10);
  expect(await claim()).toEqual([job]);
  expect(await page(job)).toBe('more');
  expect(await rowOf(job)).toMatchObject({ state: 'running', done: '4', total: '10', skipped: { TF002: 1 } });
  expect(await page(job)).toBe('more');
  expect(await audited()).toEqual([]);
  expect(await page(job)).toBe('ended');
  expect(await page(job)).toBe('lost');
  expect(await written()).toEqual([1, 2, 4, 5, 7, 8, 10]);
  expect(await rowOf(job)).toMatchObject({
    state: 'done',
    done: '10',
    skipped: { TF002: 3 },
    leased_by: null,
  });
  expect(await audited()).toEqual([
    {
      actor_id: demo.theo,
      target: `job:${job}`,
      before: null,
      after: {
        kind: 'count',
        state: 'done',
        done: 10,
        total: 10,
        skipped: 3,
        cancelled_by: null,
        error: null,
      },
    },
  ]);
  expect(await claim()).toEqual([]);
});

test('asked for twice by the same id it is there once; an act that fails asks for nothing', async () => {
  const job = await start(4);
  await start(400, {}, job);
  expect(await rowOf(job)).toMatchObject({ total: '4' });
  const undone = randomUUID();
  await expect(
    sql.begin(async (transaction) => {
      await transaction`select private.start_job(${undone}, ${demo.harbor}, 'count', ${demo.theo})`;
      throw new Error('the act fails');
    }),
  ).rejects.toThrow('the act fails');
  expect(await claim()).toEqual([job]);
});

test('a job whose worker died goes on where it was, when its lease has ended, and counts nothing twice', async () => {
  const job = await start(10);
  await claim();
  await page(job);
  // The second page is taken back: its worker was killed before it ended.
  const killed = new Error('killed');
  await expect(
    asBot(async (bot) => {
      await bot`select private.page_count(${job}, 'bot')`;
      throw killed;
    }),
  ).rejects.toThrow(killed);
  await asBot((bot) => bot`select private.release_shard('bot')`);
  await hold('second');
  expect(await claim('second')).toEqual([]);
  await endLeases();
  expect(await claim('second')).toEqual([job]);
  expect(await page(job)).toBe('lost');
  expect([await page(job, 'second'), await page(job, 'second')]).toEqual(['more', 'ended']);
  expect(await written()).toEqual([1, 2, 4, 5, 7, 8, 10]);
  expect(await rowOf(job)).toMatchObject({ state: 'done', done: '10' });
});

test('a page that takes its time gives a sign of life, and keeps its job', async () => {
  const job = await start(10);
  await claim();
  const beat = (worker: string) =>
    asBot(async (bot) => (await bot`select private.beat_job(${job}, ${worker}, 20) as held`)[0]!.held);
  await endLeases();
  expect(await beat('bot')).toBe(true);
  expect(await claim()).toEqual([]);
  expect(await beat('stranger')).toBe(false);
  await cancel(demo.sam, job);
  expect(await beat('bot')).toBe(false);
});

test('a manager cancels it: the page at hand ends, nothing more is done, and the log says by whom', async () => {
  const job = await start(100);
  await claim();
  await page(job);
  const isPaging = Promise.withResolvers<void>();
  const mayEnd = Promise.withResolvers<void>();
  const paging = asBot(async (bot) => {
    await bot`select private.page_count(${job}, 'bot')`;
    isPaging.resolve();
    await mayEnd.promise;
  });
  await isPaging.promise;
  const cancelled = cancel(demo.sam, job);
  await expect
    .poll(
      () => sql`select from pg_stat_activity where wait_event_type = 'Lock' and query like '%cancel_job%'`,
    )
    .toHaveLength(1);
  mayEnd.resolve();
  await paging;
  expect(await cancelled).toBe(true);
  expect(await page(job)).toBe('lost');
  await release(job);
  expect(await claim()).toEqual([]);
  expect(await written()).toEqual([1, 2, 4, 5, 7, 8]);
  expect(await cancel(demo.sam, job)).toBe(false);
  expect((await list(demo.sam))!.jobs).toMatchObject([
    { id: job, state: 'cancelled', done: 8, total: 100, cancelled_by: demo.sam },
  ]);
  expect(await audited()).toMatchObject([
    { actor_id: demo.theo, after: { state: 'cancelled', done: 8, cancelled_by: demo.sam } },
  ]);
});

test('a page that fails is tried again, later each time, and ten times in all', async () => {
  const job = await start(10, { fails: true });
  const waits: number[] = [];
  for (let n = 0; n < 10; n += 1) {
    expect(await claim()).toEqual([job]);
    // The first time it comes as far as the second page.
    if (n === 0) expect(await page(job)).toBe('more');
    await expect(page(job)).rejects.toThrow('as told');
    // What the first claim did counts no failure.
    await release(job, true);
    const [row] =
      await sql`select extract(epoch from wake_at - clock_timestamp()) as s from private.jobs where id = ${job}`;
    waits.push(Math.round(Number(row!.s)));
    expect(await claim()).toEqual([]);
    await sql`update private.jobs set wake_at = clock_timestamp()`;
  }
  expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60, 60]);
  expect(await claim()).toEqual([job]);
  await expect(page(job)).rejects.toThrow('as told');
  await release(job, true);
  await sql`update private.jobs set wake_at = clock_timestamp()`;
  expect(await claim()).toEqual([]);
  const error = { ...refused, attempts: 10 };
  expect(await rowOf(job)).toMatchObject({ state: 'failed', done: '4', error });
  expect((await list(demo.sam))!.jobs).toMatchObject([{ state: 'failed', error }]);
  expect(await written()).toEqual([1, 2, 4]);
  expect(await audited()).toMatchObject([{ after: { state: 'failed', done: 4, error } }]);
});

test('of a job whose pages are begun and never end, the list says that it was interrupted', async () => {
  const job = await start(10);
  for (let n = 0; n < 10; n += 1) {
    expect(await claim()).toEqual([job]);
    await endLeases();
  }
  expect(await claim()).toEqual([]);
  expect((await list(demo.sam))!.jobs).toMatchObject([
    { id: job, state: 'failed', error: { code: 'interrupted', attempts: 10 } },
  ]);
});

test('a page that failed once and then succeeds leaves no error', async () => {
  const job = await start(10);
  await claim();
  await release(job, true);
  expect((await list(demo.sam))!.jobs).toMatchObject([{ error: { ...refused, attempts: 1 } }]);
  await sql`update private.jobs set wake_at = clock_timestamp()`;
  await claim();
  await page(job);
  expect((await list(demo.sam))!.jobs).toMatchObject([{ error: null, done: 4 }]);
});

test('the list says how long a job has been silent, how long it has waited, and for how long it is put off', async () => {
  const job = await start(10);
  const ages = async () => {
    const [row] = (await list(demo.sam))!.jobs;
    return [row!.silent_seconds, row!.due_seconds].map((age) => age && Math.round(age));
  };
  await sql`update private.jobs set wake_at = clock_timestamp() - interval '40 seconds'`;
  expect(await ages()).toEqual([null, 40]);
  await claim();
  await sql`update private.jobs set beat_at = clock_timestamp() - interval '70 seconds'`;
  expect(await ages()).toEqual([70, null]);
  await release(job, true);
  expect(await ages()).toEqual([70, -2]);
  await cancel(demo.sam, job);
  expect(await ages()).toEqual([null, null]);
});

test('every kind of job has its page, and every page its kind', async () => {
  const pages = await sql`select substr(proname, 6) as kind from pg_proc
    where pronamespace = 'private'::regnamespace and proname ~ '^page_' and proname <> 'page_count'
      and proargnames[1] = 'p_job' order by 1`;
  expect(pages.map(({ kind }) => kind as string)).toEqual([...jobKinds].sort());
});

test('jobs come by turns: one that is given back waits behind the others', async () => {
  const [long, short] = [await start(100), await start(4)];
  expect(await claim('bot', 1)).toEqual([long]);
  await page(long);
  await release(long);
  expect(await claim('bot', 1)).toEqual([short]);
  expect(await claim('bot', 1)).toEqual([long]);
});

test('only the worker of the guild’s shard claims it, and nobody in a guild that the bot has left', async () => {
  const job = await start(4);
  expect(await claim('stranger')).toEqual([]);
  await sql`truncate private.shard_leases`;
  const own = Number((BigInt(demo.harbor) >> 22n) % 2n);
  await hold('empty', 1 - own, 2);
  await hold('full', own, 2);
  expect(await claim('empty')).toEqual([]);
  await sql`update public.guilds set status = 'left' where id = ${demo.harbor}`;
  expect(await claim('full')).toEqual([]);
  await sql`update public.guilds set status = 'active' where id = ${demo.harbor}`;
  expect(await claim('full')).toEqual([job]);
});

test('managers see the jobs of their guild, latest first, with the people in them; nobody else any', async () => {
  const first = await start(4);
  const second = await start(4);
  const elsewhere = await start(4, {}, randomUUID(), demo.glasshouse);
  const seen = await list(demo.sam);
  expect(seen!.jobs.map(({ id }) => id)).toEqual([second, first]);
  expect(seen!.jobs[0]).toMatchObject({
    kind: 'count',
    state: 'waiting',
    asked_by: demo.theo,
    done: 0,
    total: 4,
  });
  expect(seen!.people.map(({ id }) => id)).toEqual([demo.theo]);
  expect((await list(demo.kestrel, demo.glasshouse))!.jobs.map(({ id }) => id)).toEqual([elsewhere]);
  for (const person of [demo.theo, demo.marlowe, demo.kestrel]) expect(await list(person)).toBeNull();
  // A manager of one guild ends nothing in another.
  expect(await cancel(demo.sam, elsewhere)).toBe(false);
  await expect(cancel(demo.sam, elsewhere, demo.glasshouse)).rejects.toMatchObject({ code: 'TF005' });
  expect(await rowOf(elsewhere)).toMatchObject({ state: 'waiting' });
});

test('each day a guild loses entries of its outbox that were settled 30 days ago, whatever number of days was missed', async () => {
  await sql`delete from public.outbox_lanes`;
  await sql`insert into public.outbox_lanes (lane, guild_id)
    select 'lane:' || n, case when n % 2 = 0 then ${demo.harbor} else ${demo.glasshouse} end from generate_series(1, 1202) n`;
  await sql`insert into public.outbox (lane, guild_id, kind, settled_at, outcome)
    select l.lane, l.guild_id, 'fetch_member', now() - age, 'done'
    from public.outbox_lanes l, unnest(array[interval '1 hour', '20 days', '31 days']) age`;
  await sql`insert into public.outbox (lane, guild_id, kind, created_at)
    select l.lane, l.guild_id, 'fetch_member', now() - interval '60 days' from public.outbox_lanes l`;
  await sql`select private.set_timer(${demo.harbor}, null, 'sweep', 'daily', private.now())`;
  const sweep = async () => {
    const [timer] = await asBot((bot) => bot`select id from private.claim_timers('bot', '{sweep}', 10, 20)`);
    if (timer) await asBot((bot) => bot`select private.fire_sweep(${timer.id as string}, 'bot')`);
    return timer !== undefined;
  };
  expect(await sweep()).toBe(true);
  expect(await sweep()).toBe(false);
  const [job] = await claim();
  expect(await list(demo.sam)).toEqual({ jobs: [], people: [] });
  const next = () =>
    asBot(async (bot) => (await bot`select private.page_sweep_outbox(${job!}, 'bot') as came`)[0]!.came);
  expect(await next()).toBe('more');
  expect(await rowOf(job!)).toMatchObject({ done: '500', total: '601' });
  expect(await next()).toBe('ended');
  const counts = await sql`select guild_id, count(*) filter (where settled_at is null)::int as waiting,
      count(*) filter (where settled_at is not null)::int as settled
    from public.outbox group by guild_id order by guild_id`;
  expect(counts).toEqual([
    { guild_id: demo.harbor, waiting: 601, settled: 601 * 2 },
    { guild_id: demo.glasshouse, waiting: 601, settled: 601 * 3 },
  ]);
  // Housekeeping leaves nothing behind.
  expect(await sql`select from private.jobs`).toHaveLength(0);
  expect(await audited()).toEqual([]);
  await moveClock(sql, '12 days');
  expect(await sweep()).toBe(true);
  expect(await sweep()).toBe(false);
  expect(await claim()).toHaveLength(1);
  // One at a time: the next day's finds it under way.
  await moveClock(sql, '1 day');
  expect(await sweep()).toBe(true);
  expect(await sql`select from private.jobs`).toHaveLength(1);
  await moveClock(sql, null);
});

test('a guild that is new is swept from its first day on', async () => {
  await sql`insert into public.guilds (id, name, owner_id) values ('1180000000000008888', 'New', ${demo.noor})`;
  const [timer] =
    await sql`select kind, due_at > now() + interval '23 hours' as later from private.timers where guild_id = '1180000000000008888'`;
  expect(timer).toEqual({ kind: 'sweep', later: true });
});
