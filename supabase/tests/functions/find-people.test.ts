import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  harbor,
  ines,
  marlowe,
  moth,
  noor,
  openDemoDatabase,
  sam,
  theo,
  ticketId,
} from '../demo-database.ts';

let database: Awaited<ReturnType<typeof openDemoDatabase>>;
beforeAll(async () => {
  database = await openDemoDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());

async function found(me: string, search: string, ticket: number | null): Promise<string[]> {
  const [row] = await database.as(
    me,
    (sql) => sql`select public.find_people(${harbor}, ${search}, ${ticket && ticketId(ticket)}) as people`,
  );
  return (row!.people as { id: string }[]).map(({ id }) => id).sort();
}

test('for a ticket only those are found who may answer in it', async () => {
  expect(await found(theo, '', 2418)).toEqual([noor, theo, ines, sam].sort());
  expect(await found(theo, 'noor', 2418)).toEqual([noor]);
  expect(await found(theo, 'marlowe', 2418)).toEqual([]);
  expect(await found(theo, 'marlowe', null)).toEqual([marlowe]);
});

test('for a restricted ticket agents are found only when they were added to it', async () => {
  expect(await found(sam, '', 2404)).toEqual([noor, sam].sort());
  await database.as(sam, (sql) => sql`select public.add_person(${ticketId(2404)}, ${ines})`);
  expect(await found(sam, '', 2404)).toEqual([noor, ines, sam].sort());
});

test('of a ticket that one does not read, nobody is found', async () => {
  expect(await found(theo, '', 2404)).toEqual([]);
  expect(await found(moth, '', 2404)).toEqual([]);
});
