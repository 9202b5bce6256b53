import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { demoTest } from './demo-test.ts';
import { eventually } from './eventually.ts';
import { endClaims, killWithin, lock, waitsIn } from './kill-within.ts';
import { harbor, noor, type Demo } from './start-demo.ts';

const test = demoTest();

/** As many lanes with an old entry each; page 2 of a sweep begins behind the 500th. */
async function fillLanes({ sql }: Demo, count: number): Promise<void> {
  await sql`delete from public.outbox_lanes where lane like 'old:%'`;
  await sql`insert into public.outbox_lanes (lane, guild_id)
    select 'old:' || to_char(n, 'fm00000'), ${harbor} from generate_series(1, ${count}) n`;
  await sql`insert into public.outbox (lane, guild_id, kind, settled_at, outcome)
    select lane, guild_id, 'fetch_member', now() - interval '40 days', 'done' from public.outbox_lanes where lane like 'old:%'`;
  // The next call deletes them lane by lane: without statistics Postgres may read all entries for each, which takes minutes.
  await sql`analyze public.outbox_lanes, public.outbox`;
}
const oldEntries = async ({ sql }: Demo) =>
  (await sql`select from public.outbox where lane like 'old:%'`).length;

/** A sweep that somebody asks for, so that it is on the list and leaves its entry. */
async function startSweep({ sql }: Demo): Promise<string> {
  const job = randomUUID();
  await sql`select private.start_job(${job}, ${harbor}, 'sweep_outbox', ${noor})`;
  return job;
}
const jobRow = async ({ sql }: Demo, job: string) =>
  (await sql`select * from private.jobs where id = ${job}`)[0]!;

test('killed with -9 within a page of a job, the next one goes on with that page', async ({ demo }) => {
  const { sql } = demo;
  await fillLanes(demo, 2600);
  let job = '';
  const page2 = `select from public.outbox where lane = 'old:00900' for update`;
  await killWithin(demo, 'page_sweep_outbox', page2, async () => (job = await startSweep(demo)));
  const left = await oldEntries(demo);
  expect(left).toBeLessThanOrEqual(2600);
  expect(left).toBeGreaterThanOrEqual(2100);
  expect(await jobRow(demo, job)).toMatchObject({ state: 'running', done: '500' });
  await endClaims(demo);
  demo.bot = await demo.start();
  const ended = await eventually('it is done', async () => {
    const row = await jobRow(demo, job);
    return row.state === 'done' && row;
  });
  const [lanes] = await sql`select count(*) as n from public.outbox_lanes where guild_id = ${harbor}`;
  expect(ended.done).toBe(lanes!.n);
  expect(await oldEntries(demo)).toBe(0);
  const entries = await sql`select actor_id, after from public.audit_log where target = ${`job:${job}`}`;
  expect(entries).toMatchObject([{ actor_id: noor, after: { state: 'done', done: Number(ended.done) } }]);
});

test('a job that is cancelled ends after its page', async ({ demo }) => {
  await fillLanes(demo, 30_000);
  const letGo = await lock(demo, `select from public.outbox where lane = 'old:00010' for update`);
  const job = await startSweep(demo);
  await waitsIn(demo, 'page_sweep_outbox');
  const cancelled = demo.as(noor, (asNoor) => asNoor`select public.cancel_job(${harbor}, ${job}) as was`);
  await waitsIn(demo, 'cancel_job');
  await letGo();
  expect((await cancelled)[0]!.was).toBe(true);
  const ended = await jobRow(demo, job);
  expect(ended).toMatchObject({ state: 'cancelled', cancelled_by: noor, leased_by: null });
  // The page that it waited for was done and is counted; the bot may have begun the next before Postgres woke the one who waited.
  expect(Number(ended.done) % 500).toBe(0);
  const left = await oldEntries(demo);
  expect(left).toBeGreaterThan(0);
  expect(30_000 - left).toBeLessThanOrEqual(Number(ended.done));
  expect(await jobRow(demo, job)).toEqual(ended);
});

test('a bot that is asked to stop gives its job back after the page at hand, and the next one goes on at once', async ({
  demo,
}) => {
  await fillLanes(demo, 2600);
  const letGo = await lock(demo, `select from public.outbox where lane = 'old:00900' for update`);
  const job = await startSweep(demo);
  await waitsIn(demo, 'page_sweep_outbox');
  const stopped = demo.bot.stop();
  await eventually('it is about to stop', async () =>
    demo.bot.lines.some((line) => line.includes('"msg":"stopping"')),
  );
  await letGo();
  expect(await stopped).toBe(0);
  expect(await jobRow(demo, job)).toMatchObject({ state: 'running', done: '1000', leased_by: null });
  demo.bot = await demo.start();
  await eventually('it is done', async () => (await jobRow(demo, job)).state === 'done');
  expect(await oldEntries(demo)).toBe(0);
});

test('a page that Postgres refuses is tried again; the job says with which code it was refused, and forgets it when it goes on', async ({
  demo,
}) => {
  const { sql } = demo;
  await fillLanes(demo, 1);
  await sql`create function public.refuse() returns trigger language plpgsql as
    $$ begin raise exception 'as told' using errcode = 'P0001'; end $$`;
  await sql`create trigger refuse before delete on public.outbox for each row execute function public.refuse()`;
  const job = await startSweep(demo);
  const { error } = await eventually('it has failed twice', async () => {
    const row = await jobRow(demo, job);
    return row.error?.attempts >= 2 && row;
  });
  expect(error).toMatchObject({ code: 'database', sqlstate: 'P0001' });
  await sql`drop function public.refuse() cascade`;
  const ended = await eventually('it is done', async () => {
    const row = await jobRow(demo, job);
    return row.state === 'done' && row;
  });
  expect(ended.error).toBeNull();
});
