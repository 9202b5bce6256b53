import { afterAll, beforeAll, expect, test } from 'vitest';
import { Filter } from '../../contracts/filter.ts';
import * as demo from '../demo-database.ts';
import type { TestDatabase } from '../test-database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await demo.openDemoDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());

const uuid = '5f0c0000-0000-4000-8000-000000000001';
const fiftyOne = Array.from({ length: 51 }, (_, n) => `11800000000000001${String(n).padStart(2, '0')}`);

/** Asks as an agent. The answer, or the code of the refusal. */
const ask = (call: string, ...values: unknown[]) =>
  database
    .as(
      demo.theo,
      async (sql) => (await sql.unsafe(`select ${call} as answer`, values as never[]))[0]!.answer,
    )
    .catch((error: { code: string }) => error.code);

test.each([
  ['a key that it does not know', { statuses: ['open'] }],
  ['a key in other letters', { Status: ['open'] }],
  ['one value for a list', { status: 'open' }],
  ['an empty list', { status: [] }],
  ['a status that there is not', { status: ['open', 'done'] }],
  ['a null', { category: null }],
  ['a list with a null', { category: [uuid, null] }],
  ['a list of lists', { category: [[uuid]] }],
  ['an invalid id', { category: ['purchases'] }],
  ['an id in capitals', { category: [uuid.toUpperCase()] }],
  ['words around an id', { category: [`${uuid}\n`] }],
  ['a person by name', { assignee: ['theo'] }],
  ['a person by number', { assignee: [118] }],
  ['nobody as a requester', { requester: ['nobody'] }],
  ['more than fifty people', { assignee: fiftyOne }],
  ['text for a flag', { is_unread: 'true' }],
  ['a number for a flag', { is_open: 1 }],
  ['a day without a time', { opened_after: '2026-11-30' }],
  ['a time without a zone', { opened_after: '2026-11-30T10:00:00' }],
  ['a time without seconds', { opened_after: '2026-11-30T10:00Z' }],
  ['a day that there is not', { opened_after: '2026-02-30T10:00:00Z' }],
  ['nanoseconds', { opened_after: '2026-11-30T10:00:00.123456789Z' }],
  ['words for a time', { active_before: 'yesterday' }],
  ['a number for a time', { active_before: 1764500000 }],
  ['months ago', { active_before: 'P1M' }],
  ['nothing ago', { active_before: 'P' }],
  ['a time of day of nothing', { active_before: 'P1DT' }],
  ['an order that there is not', { sort: 'number' }],
  ['orders', { sort: ['latest'] }],
  ['a list', []],
  ['a word', 'open'],
  ['nothing', null],
])('a filter with %s is refused, by the contract and by the database', async (_, filter) => {
  expect(Filter.safeParse(filter).success).toBe(false);
  const json = database.sql.json(filter as never);
  expect(await ask('public.list_tickets($1, $2)', demo.harbor, filter === null ? null : json)).toBe('TF025');
  expect(
    await ask('public.read_guild($1, $2)', demo.harbor, database.sql.json({ view: filter } as never)),
  ).toBe('TF025');
});

test.each([
  { status: ['open', 'open'] },
  { assignee: fiftyOne.slice(1) },
  { opened_after: '2026-11-30T10:00:00Z', opened_before: '2026-11-30T10:00:00.000001-05:30' },
  { active_before: 'P9999DT9999H9999M' },
  { waiting_after: 'PT1M', sort: 'oldest' },
])('a filter at the edge of what there is, is none too many: %j', async (filter) => {
  expect(Filter.safeParse(filter).success).toBe(true);
  expect(await ask('public.list_tickets($1, $2)', demo.harbor, filter)).toMatchObject({ has_more: false });
});

test.each([
  ['without a time', { id: uuid }],
  ['without an id', { at: '2026-11-30T10:00:00Z' }],
  ['with words for a time', { at: 'soon', id: uuid }],
  ['with an invalid id', { at: '2026-11-30T10:00:00Z', id: '1' }],
  ['a list', [uuid]],
])('a page behind a place %s is refused', async (_, place) => {
  expect(
    await ask('public.list_tickets($1, $2, $3)', demo.harbor, {}, database.sql.json(place as never)),
  ).toBe('TF025');
});

test('a page by priority begins behind a ticket of a priority', async () => {
  const place = { at: '2026-11-30T10:00:00Z', id: uuid };
  const call = 'public.list_tickets($1, $2, $3)';
  expect(await ask(call, demo.harbor, { sort: 'priority' }, place)).toBe('TF025');
  expect(await ask(call, demo.harbor, { sort: 'priority' }, { ...place, priority: 'low' })).toHaveProperty(
    'tickets',
  );
});

test('more than fifty views are not counted, and a list of them is none', async () => {
  const views = Object.fromEntries(fiftyOne.map((name) => [name, {}]));
  for (const refused of [views, [{}]])
    expect(await ask('public.read_guild($1, $2)', demo.harbor, database.sql.json(refused as never))).toBe(
      'TF025',
    );
});

test('a person who does not belong to a guild learns nothing by a filter of it', async () => {
  const asked = async (filter: Filter) =>
    database.as(demo.stranger, async (sql) => {
      const [row] =
        await sql`select public.list_tickets(${demo.harbor}, ${sql.json(filter)}) - 'cursor' as page`;
      return row!.page as unknown;
    });
  expect(await asked({ requester: [demo.marlowe] })).toEqual({
    tickets: [],
    people: [],
    epoch: 0,
    has_more: false,
  });
});
