import { afterAll, beforeAll, expect, test } from 'vitest';
import * as demo from '../demo-database.ts';
import type { TestDatabase } from '../test-database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await demo.openDemoDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());

const kinds = (person: string, number: number) =>
  database.as(person, async (sql) => {
    const rows =
      await sql`select kind, count(*)::int as n from public.messages where ticket_id = ${demo.ticketId(number)} group by kind`;
    return Object.fromEntries(rows.map((row) => [row.kind, row.n]));
  });

test('staff read everything said in a ticket, notes included', async () => {
  expect(await kinds(demo.theo, 2418)).toEqual({ event: 1, message: 5, reply: 3, note: 1 });
});

test('a requester reads their ticket without its notes', async () => {
  expect(await kinds(demo.marlowe, 2418)).toEqual({ event: 1, message: 5, reply: 3 });
});

test('neither another requester nor an agent (of a restricted ticket) nor a stranger reads a word', async () => {
  expect(await kinds(demo.kestrel, 2418)).toEqual({});
  expect(await kinds(demo.theo, 2404)).toEqual({});
  expect(await kinds(demo.stranger, 2418)).toEqual({});
});

test("a requester who is staff in another guild does not read their own ticket's notes here", async () => {
  await database.sql`insert into public.messages (guild_id, ticket_id, kind, author_id, body, position, created_at, made_in, revision)
    select guild_id, id, 'note', ${demo.theo}, 'secret', '00000000000000000001', now(), 1, 1 from public.tickets where number = 2414`;
  expect(await kinds(demo.oddpenguin, 2414)).not.toHaveProperty('note');
  expect(await kinds(demo.theo, 2414)).toHaveProperty('note');
});

test('parked echoes, the outbox and its lanes are closed to everybody', async () => {
  for (const table of ['private.parked_echoes', 'public.outbox', 'public.outbox_lanes', 'private.settings'])
    await expect(database.as(demo.noor, (sql) => sql.unsafe(`select * from ${table}`))).rejects.toThrow(
      'permission denied',
    );
});

test('a search for other people’s words finds none through filters, counts or errors', async () => {
  const found = await database.as(
    demo.kestrel,
    (sql) =>
      sql`select count(*)::int as n from public.messages where body ilike '%Tideglass%' or 1 / (length(body) - length(body) + 1) = 2`,
  );
  expect(found[0]!.n).toBe(0);
});
