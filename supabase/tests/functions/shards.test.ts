import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import * as demo from '../demo-database.ts';
import type { TestDatabase, Transaction } from '../test-database.ts';

let database: TestDatabase;
const ticket = demo.ticketId(2418);
const lane = `ticket:${ticket}`;
beforeAll(async () => {
  database = await demo.openDemoDatabase();
});
beforeEach(async () => {
  await database.sql`delete from private.shard_leases`;
  await database.sql`delete from public.outbox_lanes`;
});
afterAll(() => database[Symbol.asyncDispose]());

const asBot = <T>(run: (sql: Transaction) => Promise<T>) => database.asRole('ticketflow_bot', run);
async function hold(worker: string, [shard, count]: [number, number], dead: string | null = null) {
  const [row] = await asBot(
    (sql) =>
      sql`select private.hold_shard(${shard}, ${count}, ${worker}, ${`place of ${worker}`}, 15, ${dead}) as lease`,
  );
  return row!.lease as { held: boolean; seconds?: number; holder?: string; place?: string };
}
const endLease = () => database.sql`update private.shard_leases set lease_until = clock_timestamp()`;
const lanes = (worker: string, seconds = 30) =>
  asBot(async (sql) =>
    (await sql`select private.lease_lanes(${worker}, 10, ${seconds}) as lane`).map((row) => row.lane),
  );
const begin = (worker: string) =>
  asBot(async (sql) => (await sql`select private.begin_entry(${lane}, ${worker}, 30) as entry`)[0]!.entry);
const reply = (body: string) =>
  database.as(demo.theo, (sql) => sql`select public.post_reply(${ticket}, ${randomUUID()}, ${body})`);

test('a shard has one holder, which renews its lease; another follows when it ends, is given back, or its process is gone', async () => {
  expect(await hold('a', [0, 1])).toEqual({ held: true });
  expect(await hold('a', [0, 1])).toEqual({ held: true });
  const refused = await hold('b', [0, 1]);
  expect(refused).toMatchObject({ held: false, holder: 'a', place: 'place of a' });
  expect(refused.seconds).toBeGreaterThan(10);
  expect(await hold('b', [0, 1], 'somebody else')).toMatchObject({ held: false });
  expect(await hold('b', [0, 1], 'a')).toEqual({ held: true });
  await endLease();
  expect(await hold('c', [0, 1])).toEqual({ held: true });
  await asBot((sql) => sql`select private.release_shard('c')`);
  expect(await hold('d', [0, 1])).toEqual({ held: true });
});

test('shards of different numbers are held side by side when they have no guild in common, and only then', async () => {
  expect(await hold('a', [1, 4])).toEqual({ held: true });
  expect(await hold('b', [0, 1])).toMatchObject({ held: false, holder: 'a' });
  expect(await hold('b', [1, 2])).toMatchObject({ held: false, holder: 'a' });
  expect(await hold('b', [3, 6])).toMatchObject({ held: false, holder: 'a' });
  expect(await hold('b', [2, 4])).toEqual({ held: true });
  expect(await hold('c', [2, 6])).toMatchObject({ held: false, holder: 'b' });
  expect(await hold('c', [3, 4])).toEqual({ held: true });
});

test('two who ask at the same moment do not both get it', async () => {
  const taken = Promise.withResolvers<void>();
  const mayEnd = Promise.withResolvers<void>();
  const first = asBot(async (sql) => {
    await sql`select private.hold_shard(0, 1, 'a', null, 15)`;
    taken.resolve();
    await mayEnd.promise;
  });
  await taken.promise;
  // Of another number, so that the two do not meet on a row.
  const second = hold('b', [0, 2]);
  let isAnswered = false;
  void second.then(() => (isAnswered = true));
  await expect
    .poll(async () => {
      const [waiting] = await database.sql`select from pg_locks where locktype = 'advisory' and not granted`;
      return isAnswered || waiting !== undefined;
    })
    .toBe(true);
  mayEnd.resolve();
  await first;
  expect(await second).toMatchObject({ held: false, holder: 'a' });
});

test('a worker that has lost the shard begins nothing more in its lanes and leases none, whatever it believes', async () => {
  await hold('a', [0, 1]);
  await reply('one');
  await reply('two');
  expect(await lanes('a')).toEqual([lane]);
  expect(await begin('a')).toMatchObject({ kind: 'send_reply' });
  // Its lease has ended and no other has come: nothing else sends, so it may.
  await endLease();
  expect(await begin('a')).not.toBeNull();
  await hold('b', [0, 1]);
  expect(await begin('a')).toBeNull();
  await database.sql`update public.outbox_lanes set lease_until = clock_timestamp() - interval '1 second'`;
  expect(await lanes('a')).toEqual([]);
  expect(await lanes('b')).toEqual([lane]);
});

test('a worker of a shard leases the lanes of its guilds only', async () => {
  const own = Number((BigInt(demo.harbor) >> 22n) % 2n);
  await hold('empty', [1 - own, 2]);
  await hold('full', [own, 2]);
  await reply('whose?');
  expect(await lanes('empty')).toEqual([]);
  expect(await lanes('full')).toEqual([lane]);
});
