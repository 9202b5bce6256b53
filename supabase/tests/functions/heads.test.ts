import { afterAll, beforeAll, expect, test } from 'vitest';
import * as demo from '../demo-database.ts';
import type { TestDatabase } from '../test-database.ts';

// A head says who may read it, as of its ticket: what one of the two says alone would open a row that the other keeps shut.

let database: TestDatabase;
beforeAll(async () => {
  database = await demo.openDemoDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());

const ticket = demo.ticketId(2418);

/** Tickets whose head says something else than they do. */
const disagreeing = () => database.sql`
  select t.number from public.tickets t join public.ticket_heads h on h.guild_id = t.guild_id and h.ticket_id = t.id
  where (t.category_id, t.requester_id, t.assignee_id, t.is_restricted)
    is distinct from (h.category_id, h.requester_id, h.assignee_id, h.is_restricted)`;
const sees = (person: string) =>
  database.as(person, async (sql) => {
    const heads = await sql`select 1 from public.ticket_heads where ticket_id = ${ticket}`;
    return heads.length === 1;
  });

test('heads of tickets that were just opened say what these say', async () => {
  expect(await disagreeing()).toEqual([]);
});

test.each([
  [
    'category_id',
    `(select min(id::text) from public.categories where guild_id = t.guild_id and id <> t.category_id)::uuid`,
  ],
  ['requester_id', `'${demo.kestrel}'`],
  ['assignee_id', `'${demo.marlowe}'`],
  ['assignee_id', 'null'],
  ['is_restricted', 'true'],
])('a head follows its ticket’s %s (%s)', async (column, value) => {
  const { sql } = database;
  const read = (table: string, id: string) =>
    sql.unsafe(`select ${column} as value from public.${table} where ${id} = '${ticket}'`);
  const [before] = await read('tickets', 'id');
  await sql.unsafe(`update public.tickets t set ${column} = ${value} where id = '${ticket}'`);
  const [after] = await read('tickets', 'id');
  expect(after!.value).not.toEqual(before!.value);
  expect(await read('ticket_heads', 'ticket_id')).toEqual([after]);
  expect(await disagreeing()).toEqual([]);
});

test('a head is shut in the transaction that restricts its ticket', async () => {
  await database.sql`update public.tickets set is_restricted = false where id = ${ticket}`;
  expect(await sees(demo.theo)).toBe(true);
  await database.sql`update public.tickets set is_restricted = true where id = ${ticket}`;
  expect(await sees(demo.theo)).toBe(false);
});

test('no writer of heads has a say in what they say of tickets', async () => {
  const { sql } = database;
  await sql`update public.ticket_heads set is_restricted = not is_restricted, requester_id = ${demo.stranger} where guild_id = ${demo.harbor}`;
  expect(await disagreeing()).toEqual([]);
  await sql`delete from public.ticket_heads where ticket_id = ${ticket}`;
  await sql`insert into public.ticket_heads (guild_id, ticket_id, is_restricted) values (${demo.harbor}, ${ticket}, false)`;
  expect(await disagreeing()).toEqual([]);
});
