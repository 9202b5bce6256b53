import { afterAll, beforeAll, expect, test } from 'vitest';
import * as demo from '../demo-database.ts';
import type { TestDatabase } from '../test-database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await demo.openDemoDatabase();
  // Theo is the requester; a manager locks the ticket and adds Ines to it.
  await database.sql`update public.tickets set requester_id = ${demo.theo}, is_restricted = true where number = 2417`;
  await database.as(demo.sam, (sql) => sql`select public.add_person(${demo.ticketId(2417)}, ${demo.ines})`);
});
afterAll(() => database[Symbol.asyncDispose]());

const added = (person: string) =>
  database.as(person, async (sql) =>
    (await sql`select person_id from public.ticket_participants`).map((row) => row.person_id as string),
  );

test('staff read who was added to a ticket that is open to them', async () => {
  expect(await added(demo.sam)).toEqual([demo.ines]);
  expect(await added(demo.ines)).toEqual([demo.ines]);
});

test('an agent who asked a ticket that is locked to them does not read who was added to it', async () => {
  expect(
    await database.as(
      demo.theo,
      (sql) => sql`select number from public.tickets where id = ${demo.ticketId(2417)}`,
    ),
  ).toHaveLength(1);
  expect(await added(demo.theo)).toEqual([]);
});

test('requesters and strangers read nobody', async () => {
  expect(await added(demo.marlowe)).toEqual([]);
  expect(await added(demo.stranger)).toEqual([]);
});
