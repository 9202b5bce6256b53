import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as demo from '../demo-database.ts';
import { moveClock } from '../move-clock.ts';
import type { TestDatabase, Transaction } from '../test-database.ts';

let database: TestDatabase;
let channel: string;
const ticket = demo.ticketId(2418);
beforeAll(async () => {
  database = await demo.openDemoDatabase();
  const [row] = await database.sql`select channel_id from public.tickets where id = ${ticket}`;
  channel = row!.channel_id as string;
});
afterAll(() => database[Symbol.asyncDispose]());

const asBot = <T>(run: (sql: Transaction) => Promise<T>) => database.asRole('ticketflow_bot', run);
let last = 1450000000000000000n;
const nextId = () => String((last += 4194304n));
const attachment = (id: string, name = 'a.png', size = 5, content_type: string | null = 'image/png') => ({
  id,
  name,
  size,
  content_type,
});

/** The requester's message stands in Discord with these attachments. */
const record = (id: string, attachments: object[], edited_at: string | null = null) =>
  asBot(
    (sql) =>
      sql`select private.record_message(${sql.json({
        id,
        guild_id: demo.harbor,
        channel_id: channel,
        author: { id: demo.marlowe, username: 'm', display_name: 'M', avatar_hash: null, is_bot: false },
        member: null,
        content: '',
        embeds: [],
        attachments: attachments as never,
        stickers: [],
        reactions: null,
        reply_to_id: null,
        edited_at,
        is_own: false,
        is_webhook: false,
        nonce_message_id: null,
      })})`,
  );
const filesOf = (said: string) =>
  database.sql`select f.* from public.files f join public.messages m on m.id = f.message_id
    where m.discord_message_id = ${said} order by f.place`;
const isErased = async (path: unknown) =>
  (await database.sql`select from private.erasures where path = ${path as string}`).length === 1;

test('what Discord says of files is taken as it can be: any size, any type, any name, each once', async () => {
  const said = nextId();
  const ids = [nextId(), nextId(), nextId()];
  const attachments = [
    attachment(ids[0]!, 'Ünïcode "name".txt', 5, 'TEXT/plain; charset=utf-8'),
    attachment(ids[1]!, '', 9_000_000_000, null),
    attachment(ids[2]!, 'x'.repeat(300), 0, 'not a type'),
  ];
  await record(said, attachments);
  await record(said, attachments);
  const files = await filesOf(said);
  expect(files.map(({ name, size, content_type, state }) => [name, size, content_type, state])).toEqual([
    ['Ünïcode "name".txt', 5, 'text/plain', 'waiting'],
    ['file', 2_147_483_647, 'application/octet-stream', 'failed'],
    ['x'.repeat(255), 0, 'application/octet-stream', 'waiting'],
  ]);
  const waiting =
    await database.sql`select from private.copies where file_id in ${database.sql(files.map(({ id }) => id as string))}`;
  expect(waiting).toHaveLength(2);
});

test('a file that is taken out of its message goes, the others stay as they are', async () => {
  const said = nextId();
  const [first, second] = [nextId(), nextId()];
  await record(said, [attachment(first), attachment(second)]);
  const [gone, kept] = await filesOf(said);
  await record(said, [attachment(second)], new Date().toISOString());
  expect(await filesOf(said)).toEqual([kept]);
  expect(await isErased(gone!.path)).toBe(true);
});

test('copies are leased once, and settled once; one whose file went meanwhile settles nothing', async () => {
  await database.sql`delete from private.copies`;
  const said = nextId();
  await record(said, [attachment(nextId()), attachment(nextId())]);
  const lease = () => asBot((sql) => sql`select * from private.lease_copies(10, 60)`);
  const leased = await lease();
  expect(leased).toHaveLength(2);
  expect(leased[0]).toMatchObject({ channel_id: channel, discord_message_id: said, attempts: 1 });
  expect(await lease()).toHaveLength(0);
  const settle = (n: number, state: string, sum: string | null) =>
    asBot((sql) => sql`select private.settle_copy(${leased[n]!.file_id as string}, ${state}, ${sum})`);
  const revision = async () =>
    (await database.sql`select revision from public.ticket_heads where ticket_id = ${ticket}`)[0]!.revision;
  await settle(0, 'stored', 'a'.repeat(64));
  const after = await revision();
  await settle(0, 'failed', null);
  expect((await filesOf(said))[0]).toMatchObject({ state: 'stored', sha256: 'a'.repeat(64) });
  expect(await revision()).toBe(after);
  await asBot((sql) => sql`select private.record_deletions(${demo.harbor}, ${channel}, ${[said]})`);
  const tombstoned = await revision();
  await settle(1, 'stored', 'b'.repeat(64));
  expect(await filesOf(said)).toHaveLength(0);
  expect(await revision()).toBe(tombstoned);
  // Bytes of a copy that may be under way are waited for.
  const due = await database.sql`select due_at > now() + interval '1 minute' as later from private.erasures
    where path in ${database.sql(leased.map(({ path }) => path as string))} order by 1`;
  expect(due.map(({ later }) => later)).toEqual([false, true]);
});

test('a reply with files that was deleted in Discord before its send settled leaves a tombstone without them', async () => {
  const reserved = (await database.as(
    demo.theo,
    (sql) => sql`select public.reserve_upload(${ticket}, 'a.txt', 1, 'text/plain') as file`,
  )) as unknown as { file: { id: string; path: string } }[];
  const { id: file, path } = reserved[0]!.file;
  await database.sql`insert into storage.objects (bucket_id, name, metadata) values ('attachments', ${path}, '{"size": 1}')`;
  const message = randomUUID();
  await database.as(
    demo.theo,
    (sql) => sql`select public.post_reply(${ticket}, ${message}, '', files => ${[file]})`,
  );
  const sent = nextId();
  await database.sql`insert into private.parked_echoes (discord_message_id, ticket_id, is_gone) values (${sent}, ${ticket}, true)`;
  const [entry] = await database.sql`select id from public.outbox where message_id = ${message}`;
  await asBot((sql) => sql`select private.settle_reply(${entry!.id as string}, 'sent', ${sent})`);
  const [row] = await database.sql`select attachments, deleted_in from public.messages where id = ${message}`;
  expect(row).toEqual({ attachments: [], deleted_in: 'discord' });
  expect(await isErased(path)).toBe(true);
});

/** Reserves a path as an agent does. */
async function reserve(): Promise<{ id: string; path: string }> {
  const [row] = await database.as(
    demo.theo,
    (sql) => sql`select public.reserve_upload(${ticket}, 'a.txt', 1, 'text/plain') as file`,
  );
  return row!.file as { id: string; path: string };
}

/** What the bot does with timers that are due. */
async function fireUploads(): Promise<void> {
  const claimed = await asBot(
    (sql) => sql`select id from private.claim_timers('files', '{drop_upload}', 100, 20)`,
  );
  for (const { id } of claimed)
    await asBot((sql) => sql`select private.fire_drop_upload(${id as string}, 'files')`);
}

test('an upload that no message came for is erased after a day; one that is in a message stays', async () => {
  await asBot((sql) => sql`select private.hold_shard(0, 1, 'files', null, 60)`);
  const [old, sent] = [await reserve(), await reserve()];
  await moveClock(database.sql, '23 hours');
  await fireUploads();
  await database.sql`insert into storage.objects (bucket_id, name, metadata) values ('attachments', ${sent.path}, '{"size": 1}')`;
  await database.as(
    demo.theo,
    (sql) => sql`select public.add_note(${ticket}, ${randomUUID()}, 'with a file', ${[sent.id]})`,
  );
  const young = await reserve();
  const timers = async () =>
    (await database.sql`select key from private.timers where kind = 'drop_upload'`).map(
      ({ key }) => key as string,
    );
  expect(await timers()).toEqual(expect.arrayContaining([old.id, young.id]));
  expect(await timers()).not.toContain(sent.id);
  await moveClock(database.sql, '2 hours');
  // One of a ticket at a time.
  for (let n = 0; (await timers()).includes(old.id) && n < 10; n += 1) await fireUploads();
  expect(await timers()).toEqual([young.id]);
  const left = (await database.sql`select id from public.files where name = 'a.txt'`).map(
    ({ id }) => id as string,
  );
  expect(left).toEqual(expect.arrayContaining([sent.id, young.id]));
  expect(left).not.toContain(old.id);
  const due = (await asBot((sql) => sql`select private.erasures_due(100) as path`)).map(
    ({ path }) => path as string,
  );
  expect(due).toContain(old.path);
  expect(due).not.toContain(young.path);
  await asBot((sql) => sql`select private.settle_erasures(${[old.path]})`);
  expect(await isErased(old.path)).toBe(false);
  await moveClock(database.sql, null);
});

test('a message that takes a file at the moment when its day is over keeps it', async () => {
  await asBot((sql) => sql`select private.hold_shard(0, 1, 'files', null, 60)`);
  const upload = await reserve();
  await database.sql`insert into storage.objects (bucket_id, name, metadata) values ('attachments', ${upload.path}, '{"size": 1}')`;
  await database.sql`update private.timers set due_at = private.now() where key = ${upload.id}`;
  const [timer] = await asBot(
    (sql) => sql`select id from private.claim_timers('files', '{drop_upload}', 100, 20)`,
  );
  await database.as(
    demo.theo,
    (sql) => sql`select public.add_note(${ticket}, ${randomUUID()}, 'in time', ${[upload.id]})`,
  );
  const [fired] = await asBot(
    (sql) => sql`select private.fire_drop_upload(${timer!.id as string}, 'files') as fired`,
  );
  expect(fired!.fired).toBe(false);
  expect(await database.sql`select from public.files where id = ${upload.id}`).toHaveLength(1);
});
