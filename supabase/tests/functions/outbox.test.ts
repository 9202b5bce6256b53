import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { OutboxEntry } from '../../contracts/outbox-entry.ts';
import type { Reason } from '../../contracts/reasons.ts';
import * as demo from '../demo-database.ts';
import type { TestDatabase, Transaction } from '../test-database.ts';

let database: TestDatabase;
const ticket = demo.ticketId(2418);
const lane = `ticket:${ticket}`;
beforeAll(async () => {
  database = await demo.openDemoDatabase();
});
beforeEach(async () => {
  await database.sql`delete from public.outbox_lanes`;
});
afterAll(() => database[Symbol.asyncDispose]());

const asBot = <T>(run: (sql: Transaction) => Promise<T>) => database.asRole('ticketflow_bot', run);
const lease = (worker: string, seconds = 30) =>
  asBot(async (sql) =>
    (await sql`select private.lease_lanes(${worker}, 10, ${seconds}) as lane`).map(
      (row) => row.lane as string,
    ),
  );
const begin = (worker: string) =>
  asBot(
    async (sql) =>
      (await sql`select private.begin_entry(${lane}, ${worker}, 30) as entry`)[0]!
        .entry as OutboxEntry | null,
  );
const release = (worker: string, after = 0) =>
  asBot((sql) => sql`select private.release_lane(${lane}, ${worker}, ${after})`);
const settle = (entry: string, outcome: string, id: string | null, reason: Reason | null = null) =>
  asBot(
    (sql) => sql`select private.settle_reply(${entry}, ${outcome}, ${id}, ${reason && sql.json(reason)})`,
  );
async function reply(body: string, id = randomUUID(), person = demo.theo) {
  await database.as(person, (sql) => sql`select public.post_reply(${ticket}, ${id}, ${body})`);
  return id;
}
const message = async (id: string) =>
  (await database.sql`select * from public.messages where id = ${id}`)[0]!;
let last = 1470000000000000000n;
const nextId = () => String((last += 4194304n));

test('a reply is queued, leased once, sent in order, and says so', async () => {
  const first = await reply('one');
  const second = await reply('two');
  expect(await message(first)).toMatchObject({ delivery: 'queued', body: 'one' });
  expect(await lease('a')).toEqual([lane]);
  expect(await lease('b')).toEqual([]);
  const entry = await begin('a');
  expect(entry).toMatchObject({
    kind: 'send_reply',
    was_attempted: false,
    message: { id: first, body: 'one', author_name: 'Theo Lindqvist' },
  });
  expect(await message(first)).toMatchObject({ delivery: 'sending' });
  const sent = nextId();
  await settle(entry!.id, 'sent', sent);
  expect(await message(first)).toMatchObject({
    delivery: 'sent',
    discord_message_id: sent,
    position: sent.padStart(20, '0'),
  });
  expect(await begin('a')).toMatchObject({ message: { id: second } });
});

test('replies that wait stay behind the one that was sent, whatever time Discord gives it', async () => {
  const ids = [await reply('first of three'), await reply('second of three'), await reply('third of three')];
  await lease('a');
  const entry = await begin('a');
  // Discord's id is made when it sends, after all three were written.
  const [later] =
    await database.sql`select private.snowflake_at(clock_timestamp() + interval '1 second') as id`;
  await settle(entry!.id, 'sent', later!.id as string);
  const rows =
    await database.sql`select id from public.messages where id = any (${ids}) order by position, id`;
  expect(rows.map((row) => row.id)).toEqual(ids);
});

test('the same reply posted twice is one message and one entry', async () => {
  const id = randomUUID();
  await Promise.all([reply('only once', id), reply('only once', id)]);
  const rows = await database.sql`select id from public.outbox where message_id = ${id}`;
  expect(rows).toHaveLength(1);
});

test('a worker that lost its lease cannot begin, and the next one knows that an attempt was made', async () => {
  await reply('interrupted');
  expect(await lease('dead', 30)).toEqual([lane]);
  await begin('dead');
  await database.sql`update public.outbox_lanes set lease_until = clock_timestamp() - interval '1 millisecond' where lane = ${lane}`;
  expect(await lease('next')).toEqual([lane]);
  expect(await begin('dead')).toBeNull();
  expect(await begin('next')).toMatchObject({ was_attempted: true });
});

test('a put-back entry waits at the head of its lane, is queued again, and was not attempted', async () => {
  const first = await reply('first');
  await reply('second');
  await lease('a');
  const entry = await begin('a');
  await asBot((sql) => sql`select private.put_back_entry(${entry!.id}, '{"code": "rate_limited"}')`);
  await release('a', 60);
  expect(await message(first)).toMatchObject({
    delivery: 'queued',
    delivery_reason: { code: 'rate_limited' },
  });
  expect(await lease('a')).toEqual([]);
  await reply('third does not overtake the wait');
  expect(await lease('a')).toEqual([]);
  await database.sql`update public.outbox_lanes set wake_at = now() where lane = ${lane}`;
  await lease('a');
  expect(await begin('a')).toMatchObject({ was_attempted: false, message: { id: first } });
});

test('what is edited before it went out goes out with the new words, once', async () => {
  const id = await reply('tpyo');
  await database.as(demo.theo, (sql) => sql`select public.edit_message(${id}, 'typo')`);
  const kinds = await database.sql`select kind from public.outbox where message_id = ${id}`;
  expect(kinds.map((row) => row.kind)).toEqual(['send_reply']);
  await lease('a');
  expect(await begin('a')).toMatchObject({ message: { body: 'typo' } });
  expect((await message(id)).edited_at).toBeNull();
});

test('what is edited while it is under way is edited in Discord after it', async () => {
  const id = await reply('before');
  await lease('a');
  const entry = await begin('a');
  await database.as(demo.theo, (sql) => sql`select public.edit_message(${id}, 'after')`);
  await settle(entry!.id, 'sent', nextId());
  expect(await begin('a')).toMatchObject({ kind: 'edit_reply', message: { body: 'after' } });
});

test('what is deleted before it went out never goes out', async () => {
  const id = await reply('regret');
  await database.as(demo.theo, (sql) => sql`select public.delete_message(${id})`);
  await lease('a');
  expect(await begin('a')).toBeNull();
  expect(await message(id)).toMatchObject({ body: '', deleted_in: 'desk', deleted_by: demo.theo });
});

test('what is deleted while it is under way is deleted in Discord as soon as its id is known', async () => {
  const id = await reply('regret, late');
  await lease('a');
  const entry = await begin('a');
  await database.as(demo.theo, (sql) => sql`select public.delete_message(${id})`);
  const sent = nextId();
  await settle(entry!.id, 'sent', sent);
  expect(await begin('a')).toMatchObject({ kind: 'delete_reply', message: { discord_message_id: sent } });
});

test('a failed reply says why and can be sent again', async () => {
  const id = await reply('refused');
  await lease('a');
  await settle((await begin('a'))!.id, 'failed', null, { code: 'missing_access' });
  expect(await message(id)).toMatchObject({
    delivery: 'failed',
    delivery_reason: { code: 'missing_access' },
  });
  await database.as(demo.theo, (sql) => sql`select public.retry_delivery(${id})`);
  expect(await message(id)).toMatchObject({ delivery: 'queued', delivery_reason: null });
  expect(await begin('a')).toMatchObject({ kind: 'send_reply', message: { id } });
});

test('the echo of an own message settles it once; settling again changes nothing', async () => {
  const id = await reply('echo');
  await lease('a');
  const entry = await begin('a');
  const sent = nextId();
  const [channel] = await database.sql`select channel_id from public.tickets where id = ${ticket}`;
  const echo = {
    id: sent,
    guild_id: demo.harbor,
    channel_id: channel!.channel_id as string,
    is_own: true,
    is_webhook: false,
    nonce_message_id: id,
    content: 'echo',
  };
  const outcome = await asBot((sql) => sql`select private.record_message(${sql.json(echo)}) as outcome`);
  expect(outcome[0]!.outcome).toBe('settled');
  const after = await message(id);
  await settle(entry!.id, 'failed', null, { code: 'connection_broke' });
  expect(await message(id)).toEqual(after);
  expect(after).toMatchObject({ delivery: 'sent', discord_message_id: sent });
});

test('the echo of our webhook is parked while a send is in flight, and adds no message', async () => {
  const id = await reply('webhook echo');
  await lease('a');
  const entry = await begin('a');
  const sent = nextId();
  const [channel] = await database.sql`select channel_id from public.tickets where id = ${ticket}`;
  const echo = {
    id: sent,
    guild_id: demo.harbor,
    channel_id: channel!.channel_id as string,
    is_own: true,
    is_webhook: true,
    nonce_message_id: null,
    content: 'webhook echo',
  };
  expect(
    (await asBot((sql) => sql`select private.record_message(${sql.json(echo)}) as outcome`))[0]!.outcome,
  ).toBe('parked');
  await settle(entry!.id, 'sent', sent);
  const rows = await database.sql`select id from public.messages where discord_message_id = ${sent}`;
  expect(rows.map((row) => row.id)).toEqual([id]);
  expect(await database.sql`select from private.parked_echoes`).toHaveLength(0);
});

test.each([
  ['empty', '  \n ', 'TF003'],
  ['too long', 'x'.repeat(2001), 'TF004'],
])('a reply that is %s is refused', async (_, body, code) => {
  await expect(reply(body)).rejects.toEqual(expect.objectContaining({ code }));
});

test('a reply to a closed ticket, a ticket without a channel, or by somebody who may not, is refused', async () => {
  await using own = await demo.openDemoDatabase();
  const post = (person: string, number: number) =>
    own.as(person, (sql) => sql`select public.post_reply(${demo.ticketId(number)}, ${randomUUID()}, 'x')`);
  const refusal = (code: string) => expect.objectContaining({ code });
  await expect(post(demo.theo, 2197)).rejects.toEqual(refusal('TF002'));
  await expect(post(demo.theo, 2404)).rejects.toEqual(refusal('TF001'));
  await expect(post(demo.kestrel, 2418)).rejects.toEqual(refusal('TF001'));
  await expect(post(demo.marlowe, 2418)).rejects.toEqual(refusal('TF005'));
  await own.sql`update public.tickets set channel_state = 'deleted' where number = 2418`;
  await expect(post(demo.theo, 2418)).rejects.toEqual(refusal('TF007'));
  await own.sql`update public.grants set level = 'viewer' where role_id = ${demo.supportCrew}`;
  await expect(post(demo.theo, 2420)).rejects.toEqual(refusal('TF005'));
});

test("nobody edits another's reply; a manager may delete it", async () => {
  const id = await reply('mine');
  const by = (person: string, run: (sql: Transaction) => Promise<unknown>) => database.as(person, run);
  await expect(by(demo.ines, (sql) => sql`select public.edit_message(${id}, 'hers')`)).rejects.toEqual(
    expect.objectContaining({ code: 'TF006' }),
  );
  await expect(by(demo.ines, (sql) => sql`select public.delete_message(${id})`)).rejects.toEqual(
    expect.objectContaining({ code: 'TF006' }),
  );
  await by(demo.sam, (sql) => sql`select public.delete_message(${id})`);
  expect(await message(id)).toMatchObject({ deleted_by: demo.sam });
});

test('lanes are leased guild by guild in turn: one in which much waits holds up no other', async () => {
  const waits = async (guild: string, name: string, seconds: number) => {
    await database.sql`
      insert into public.outbox_lanes (lane, guild_id, wake_at)
      values (${name}, ${guild}, clock_timestamp() - make_interval(secs => ${seconds}))`;
  };
  await database.sql`update public.guilds set status = 'active' where id in (${demo.harbor}, ${demo.glasshouse})`;
  for (let n = 1; n <= 12; n += 1) await waits(demo.harbor, `panel:busy-${n}`, 100 - n);
  await waits(demo.glasshouse, 'panel:quiet', 1);
  const lanes = await lease('a');
  expect(lanes).toHaveLength(10);
  expect(lanes).toContain('panel:quiet');
  expect(lanes).toContain('panel:busy-1');
  expect(lanes).not.toContain('panel:busy-12');
});

test('an agent who deletes again because the answer was lost is told that it is done, and nobody else is', async () => {
  const id = await reply('said in haste');
  const remove = (person: string) =>
    database.as(
      person,
      async (sql) => (await sql`select public.delete_message(${id}) as revision`)[0]!.revision as string,
    );
  const revision = await remove(demo.theo);
  expect(await remove(demo.theo)).toBe(revision);
  await expect(remove(demo.sam)).rejects.toMatchObject({ code: 'TF006' });
});
