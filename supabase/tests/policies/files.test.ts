import { afterAll, beforeAll, expect, test } from 'vitest';
import * as demo from '../demo-database.ts';
import type { TestDatabase, Transaction } from '../test-database.ts';

// Asked as Storage asks: its operation is set, and the rows of its objects are read or written as the person.

let database: TestDatabase;
let path: string;
beforeAll(async () => {
  database = await demo.openDemoDatabase();
  const [note] = await database.sql`
    insert into public.files (guild_id, ticket_id, message_id, uploader_id, name, size, content_type)
    select guild_id, ticket_id, id, author_id, 'order.png', 1, 'image/png' from public.messages
    where ticket_id = ${demo.ticketId(2418)} and body like 'Found it%' returning path`;
  path = note!.path as string;
  await database.sql`insert into storage.objects (bucket_id, name) values ('attachments', ${path})`;
});
afterAll(() => database[Symbol.asyncDispose]());

const found = async (sql: Transaction, operation: string) => {
  await sql`select set_config('storage.operation', ${operation}, true)`;
  return (await sql`select name from storage.objects`).map((row) => row.name as string);
};
const download = (person: string) =>
  database.as(person, (sql) => found(sql, 'storage.object.get_authenticated'));

test('a reader of a message downloads its file', async () => {
  for (const person of [demo.theo, demo.sam, demo.marlowe]) expect(await download(person)).toEqual([path]);
});

test('nobody else does', async () => {
  for (const person of [demo.kestrel, demo.oddpenguin, demo.stranger])
    expect(await download(person)).toEqual([]);
});

test('nobody lists, signs or copies files, whatever they may read', async () => {
  for (const operation of ['object.list', 'object.sign', 'object.copy', ''])
    expect(await database.as(demo.noor, (sql) => found(sql, operation))).toEqual([]);
});

test('an agent uploads where they have reserved, and nobody else uploads there', async () => {
  const upload = (person: string, name: string) =>
    database.as(person, async (sql) => {
      await sql`select set_config('storage.operation', 'storage.object.upload', true)`;
      await sql`insert into storage.objects (bucket_id, name) values ('attachments', ${name})`;
    });
  const [reserved] = await database.as(
    demo.theo,
    (sql) =>
      sql`select public.reserve_upload(${demo.ticketId(2418)}, 'log.txt', 9, 'text/plain') ->> 'path' as path`,
  );
  const mine = reserved!.path as string;
  for (const person of [demo.ines, demo.marlowe, demo.stranger])
    await expect(upload(person, mine)).rejects.toThrow('row-level security');
  await expect(upload(demo.theo, `${mine}x`)).rejects.toThrow('row-level security');
  await upload(demo.theo, mine);
});
