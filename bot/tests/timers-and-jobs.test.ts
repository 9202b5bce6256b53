import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { moveClock } from '../../supabase/tests/move-clock.ts';
import { eventually } from './eventually.ts';
import {
  harbor,
  marlowe,
  noor,
  openTicket,
  startDemo,
  theo,
  type OpenedTicket,
  type Demo,
} from './start-demo.ts';

let demo: Demo;
let ticket: OpenedTicket;
beforeAll(async () => {
  demo = await startDemo();
  ticket = await openTicket(demo, marlowe);
});
afterAll(() => demo[Symbol.asyncDispose]());

/** Lets the time pass after which what a dead process holds is due again (20 s). */
async function endLeases(): Promise<void> {
  await demo.sql`update private.timers set lease_until = clock_timestamp() where leased_by is not null`;
  await demo.sql`update private.jobs set lease_until = clock_timestamp() where leased_by is not null`;
}

/** An agent reserves a path for a file, and no message comes for it. */
async function reserve(): Promise<string> {
  const [row] = await demo.as(
    theo,
    (sql) => sql`select public.reserve_upload(${ticket.id}, 'a.txt', 1, 'text/plain') ->> 'id' as id`,
  );
  return row!.id as string;
}
const isThere = async (file: string) =>
  (await demo.sql`select from public.files where id = ${file}`).length === 1;

/** Holds what this statement locks. Gives what lets go of it. */
async function lock(statement: string): Promise<() => Promise<void>> {
  const isHeld = Promise.withResolvers<void>();
  const mayEnd = Promise.withResolvers<void>();
  const holding = demo.sql.begin(async (transaction) => {
    await transaction.unsafe(statement);
    isHeld.resolve();
    await mayEnd.promise;
  });
  await isHeld.promise;
  return async () => {
    mayEnd.resolve();
    await holding;
  };
}

/** Waits until somebody waits for a lock in a call of this function. */
const waitsIn = (call: string) =>
  eventually(`it waits in ${call}`, async () => {
    const waiting = await demo.sql`select from pg_stat_activity
      where wait_event_type = 'Lock' and query like ${`%${call}%`} and datname = current_database()`;
    return waiting.length === 1;
  });

/**
 * Kills the bot with -9 while it waits, in this function, for what a statement has locked; its connections break off with it, so that
 * Postgres takes back what it was at.
 */
async function killWithin(call: string, locks: string, dueNow: () => Promise<unknown>): Promise<void> {
  const letGo = await lock(locks);
  await dueNow();
  await waitsIn(call);
  await demo.bot.kill();
  await demo.asSuperuser(
    (superuser) => superuser`select pg_terminate_backend(pid) from pg_stat_activity
      where usename = 'ticketflow_bot' and datname = current_database()`,
  );
  await letGo();
  await eventually('the bot’s connections are gone', async () => {
    const left = await demo.sql`select from pg_stat_activity
      where usename = 'ticketflow_bot' and datname = current_database()`;
    return left.length === 0;
  });
}

test('killed with -9 while a timer acts, it has done nothing, and the next one does it', async () => {
  const [file, sent] = [await reserve(), await reserve()];
  await demo.sql`insert into storage.objects (bucket_id, name, metadata)
    select 'attachments', path, '{"size": 1}' from public.files where id = ${sent}`;
  await demo.as(
    theo,
    (sql) => sql`select public.add_note(${ticket.id}, ${randomUUID()}, 'with a file', ${[sent]})`,
  );
  await killWithin('fire_drop_upload', `select from public.files where id = '${file}' for update`, () =>
    moveClock(demo.sql, '25 hours'),
  );
  expect(await isThere(file)).toBe(true);
  const [timer] = await demo.sql`select attempts, leased_by from private.timers where key = ${file}`;
  expect(timer).toMatchObject({ attempts: 0, leased_by: expect.any(String) as string });
  await endLeases();
  demo.bot = await demo.start();
  await eventually('the file is gone', async () => !(await isThere(file)));
  expect(await isThere(sent)).toBe(true);
  expect(await demo.sql`select from private.timers where kind = 'drop_upload'`).toHaveLength(0);
  await moveClock(demo.sql, null);
});

test('what became due while no bot was there is done when one comes, and repeated days once', async () => {
  await demo.bot.kill();
  const file = await reserve();
  const sweepDue = async () =>
    (await demo.sql`select due_at from private.timers where kind = 'sweep' and guild_id = ${harbor}`)[0]!
      .due_at as Date;
  const before = await sweepDue();
  await moveClock(demo.sql, '9 days');
  await endLeases();
  demo.bot = await demo.start();
  await eventually('the file is gone', async () => !(await isThere(file)));
  const next = await eventually('the next sweep is set', async () => {
    const due = await sweepDue();
    return due > before && due;
  });
  const [now] = await demo.sql`select private.now() as now`;
  // A day from now, and no day that was missed.
  const hours = (next.getTime() - (now!.now as Date).getTime()) / 3_600_000;
  expect(hours).toBeGreaterThan(23);
  expect(hours).toBeLessThan(24.1);
  await eventually('the sweep has ended', async () => {
    const left = await demo.sql`select from private.jobs`;
    return left.length === 0;
  });
  await moveClock(demo.sql, null);
});

test('a timer that cannot act is told of in the log, waits, and holds up no other', async () => {
  const file = await reserve();
  await demo.sql`select private.set_timer(${harbor}, null, 'drop_upload', 'no id', private.now())`;
  await demo.sql`update private.timers set due_at = private.now() where key = ${file}`;
  await eventually('the other has acted', async () => !(await isThere(file)));
  await eventually('the one that failed waits', async () => {
    const rows = await demo.sql`select from private.timers
      where key = 'no id' and attempts = 1 and lease_until > clock_timestamp() + interval '20 seconds'`;
    return rows.length === 1;
  });
  const told = demo.bot.lines.filter((line) => line.includes('a timer could not act'));
  expect(told).toHaveLength(1);
  expect(told[0]).toContain('drop_upload');
  await demo.sql`select private.drop_timer(${harbor}, 'drop_upload', 'no id')`;
});

/** As many lanes with an old entry each; page 2 of a sweep begins behind the 500th. */
async function fillLanes(count: number): Promise<void> {
  await demo.sql`delete from public.outbox_lanes where lane like 'old:%'`;
  await demo.sql`insert into public.outbox_lanes (lane, guild_id)
    select 'old:' || to_char(n, 'fm00000'), ${harbor} from generate_series(1, ${count}) n`;
  await demo.sql`insert into public.outbox (lane, guild_id, kind, settled_at, outcome)
    select lane, guild_id, 'fetch_member', now() - interval '40 days', 'done' from public.outbox_lanes where lane like 'old:%'`;
}
const oldEntries = async () => (await demo.sql`select from public.outbox where lane like 'old:%'`).length;
const startSweep = async () => {
  const job = randomUUID();
  await demo.sql`select private.start_job(${job}, ${harbor}, 'sweep_outbox', ${noor})`;
  return job;
};
const jobRow = async (job: string) => (await demo.sql`select * from private.jobs where id = ${job}`)[0]!;

test('killed with -9 within a page of a job, the next one goes on with that page', async () => {
  await fillLanes(2600);
  let job = '';
  await killWithin(
    'page_sweep_outbox',
    `select from public.outbox where lane = 'old:00900' for update`,
    async () => (job = await startSweep()),
  );
  expect(await oldEntries()).toBeLessThanOrEqual(2100);
  expect(await oldEntries()).toBeGreaterThanOrEqual(1700);
  const at = await jobRow(job);
  expect(at).toMatchObject({ state: 'running', done: '500' });
  await endLeases();
  demo.bot = await demo.start();
  const ended = await eventually('it is done', async () => {
    const row = await jobRow(job);
    return row.state === 'done' && row;
  });
  const [lanes] = await demo.sql`select count(*) as n from public.outbox_lanes where guild_id = ${harbor}`;
  expect(ended.done).toBe(lanes!.n);
  expect(await oldEntries()).toBe(0);
  const entries = await demo.sql`select actor_id, after from public.audit_log where target = ${`job:${job}`}`;
  expect(entries).toMatchObject([{ actor_id: noor, after: { state: 'done', done: Number(ended.done) } }]);
});

test('a job that is cancelled ends after its page', async () => {
  await fillLanes(30_000);
  const letGo = await lock(`select from public.outbox where lane = 'old:00010' for update`);
  const job = await startSweep();
  await waitsIn('page_sweep_outbox');
  const cancelled = demo.as(noor, (sql) => sql`select public.cancel_job(${harbor}, ${job}) as was`);
  await waitsIn('cancel_job');
  await letGo();
  expect((await cancelled)[0]!.was).toBe(true);
  const ended = await jobRow(job);
  expect(ended).toMatchObject({ state: 'cancelled', cancelled_by: noor, leased_by: null });
  // The page that it waited for was done and is counted; the bot may have begun the next before Postgres woke the one who waited.
  expect(Number(ended.done) % 500).toBe(0);
  const left = await oldEntries();
  expect(left).toBeGreaterThan(0);
  expect(30_000 - left).toBeLessThanOrEqual(Number(ended.done));
  expect(await jobRow(job)).toEqual(ended);
});

test('a bot that is asked to stop gives its job back after the page at hand, and the next one goes on at once', async () => {
  await fillLanes(2600);
  const letGo = await lock(`select from public.outbox where lane = 'old:00900' for update`);
  const job = await startSweep();
  await waitsIn('page_sweep_outbox');
  const stopped = demo.bot.stop();
  await eventually('it is about to stop', async () =>
    demo.bot.lines.some((line) => line.includes('"msg":"stopping"')),
  );
  await letGo();
  expect(await stopped).toBe(0);
  expect(await jobRow(job)).toMatchObject({ state: 'running', done: '1000', leased_by: null });
  demo.bot = await demo.start();
  await eventually('it is done', async () => (await jobRow(job)).state === 'done');
  expect(await oldEntries()).toBe(0);
});
