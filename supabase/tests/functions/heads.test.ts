import { expect, test } from 'vitest';
import * as demo from '../demo-database.ts';
import type { TestDatabase } from '../test-database.ts';

// A head says who may read it, as of its ticket: what one of the two says alone would open a row that the other keeps shut.

const ticket = demo.ticketId(2418);

/** How many heads there are, and the tickets whose head says something else than they do. */
async function compareHeads({ sql }: TestDatabase) {
  const heads = await sql<{ number: number; is_same: boolean }[]>`
    select t.number, (t.category_id, t.requester_id, t.assignee_id, t.is_restricted, t.status, t.status <> 'closed', t.opened_at,
        array_position(array['low', 'normal', 'high', 'urgent'], t.priority) - 1)
      is not distinct from (h.category_id, h.requester_id, h.assignee_id, h.is_restricted, h.status, h.is_open, h.opened_at, h.priority) as is_same
    from public.tickets t join public.ticket_heads h on h.guild_id = t.guild_id and h.ticket_id = t.id`;
  return { heads: heads.length, other: heads.filter(({ is_same }) => !is_same).map(({ number }) => number) };
}
const sees = (own: TestDatabase, person: string) =>
  own.as(person, async (sql) => {
    const heads = await sql`select 1 from public.ticket_heads where ticket_id = ${ticket}`;
    return heads.length === 1;
  });
const count = async ({ sql }: TestDatabase) =>
  (await sql<{ n: number }[]>`select count(*)::integer as n from public.tickets`)[0]!.n;

test('heads of tickets that were just opened say what these say', async () => {
  await using own = await demo.openDemoDatabase();
  expect(await count(own)).toBeGreaterThan(0);
  expect(await compareHeads(own)).toEqual({ heads: await count(own), other: [] });
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
  ['status', `'snoozed'`],
  ['opened_at', `t.opened_at - interval '1 day'`],
])('a head follows its ticket’s %s (%s)', async (column, value) => {
  await using own = await demo.openDemoDatabase();
  const { sql } = own;
  await sql`update public.tickets set assignee_id = ${demo.theo} where id = ${ticket}`;
  const read = (table: string, id: string) =>
    sql.unsafe(`select ${column} as value from public.${table} where ${id} = '${ticket}'`);
  const [before] = await read('tickets', 'id');
  await sql.unsafe(`update public.tickets t set ${column} = ${value} where id = '${ticket}'`);
  const [after] = await read('tickets', 'id');
  expect(after!.value).not.toEqual(before!.value);
  expect([...(await read('ticket_heads', 'ticket_id'))]).toEqual([after]);
  expect(await compareHeads(own)).toEqual({ heads: await count(own), other: [] });
});

test.each([
  ['closed', `status = 'closed', closed_at = now()`, 'is_open', false],
  ['given another priority', `priority = 'urgent'`, 'priority', 3],
])('a head follows its ticket where it is %s', async (_, change, column, value) => {
  await using own = await demo.openDemoDatabase();
  await own.sql.unsafe(`update public.tickets set ${change} where id = '${ticket}'`);
  const [head] = await own.sql.unsafe(
    `select ${column} as value from public.ticket_heads where ticket_id = '${ticket}'`,
  );
  expect(head).toEqual({ value });
  expect(await compareHeads(own)).toEqual({ heads: await count(own), other: [] });
});

test('a head is shut by the change that restricts its ticket', async () => {
  await using own = await demo.openDemoDatabase();
  expect(await sees(own, demo.theo)).toBe(true);
  await own.sql`update public.tickets set is_restricted = true where id = ${ticket}`;
  expect(await sees(own, demo.theo)).toBe(false);
});

test('no writer of heads has a say in what they say of tickets', async () => {
  await using own = await demo.openDemoDatabase();
  const { sql } = own;
  const changed =
    await sql`update public.ticket_heads set is_restricted = not is_restricted, requester_id = ${demo.stranger},
      is_open = not is_open, status = 'snoozed', priority = 3 - priority, opened_at = now()
    where guild_id = ${demo.harbor} returning 1`;
  expect(changed.length).toBeGreaterThan(0);
  await sql`delete from public.ticket_heads where ticket_id = ${ticket}`;
  await sql`insert into public.ticket_heads (guild_id, ticket_id, is_restricted) values (${demo.harbor}, ${ticket}, true)`;
  expect(await compareHeads(own)).toEqual({ heads: await count(own), other: [] });
});
