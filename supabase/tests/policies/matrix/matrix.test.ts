import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase, type Transaction } from '../../test-database.ts';
import { compare } from './compare.ts';
import { listUnjudged } from './list-unjudged.ts';
import { openMatrix, type Matrix } from './open-matrix.ts';
import { readRights } from './read-rights.ts';
import { readVerdicts } from './read-verdicts.ts';
import { callers, hiddenColumns, schemas } from './rights.ts';

let matrix: Matrix;
const verdicts = readVerdicts();
/** Says what one could read, which no door through the bot shows as such. */
const isAside = (label: string) => label === '~' || label === '~rule';
beforeAll(async () => {
  matrix = await openMatrix(await openTestDatabase());
});
afterAll(() => matrix.database[Symbol.asyncDispose]());

test.each(verdicts.filter(({ label }) => !isAside(label)))(
  '$label: everybody is given what the table says',
  async (verdict) => {
    const door = matrix.doors.find(({ label }) => label === verdict.label);
    expect(door, 'nothing tries this').toBeDefined();
    const answers = await matrix.database.asSuperuser((sql) => matrix.ask(sql, door!));
    expect(compare(door!, verdict, verdicts, answers)).toEqual([]);
  },
);

test('every way in has its line in the table', () => {
  expect(matrix.doors.map(({ label }) => label).toSorted()).toEqual(
    verdicts
      .map(({ label }) => label)
      .filter((label) => !isAside(label))
      .toSorted(),
  );
});

test('each role holds the rights that are written down, and no other', async () => {
  const words = (names: string) => names.trim().split(/\s+/).join(' ');
  const expected = Object.fromEntries(Object.entries(callers).map(([who, names]) => [who, words(names)]));
  const rights = await readRights(matrix.database.sql);
  expect(rights).toEqual({
    callers: { ...expected, 'nobody in private': rights.callers['nobody in private'] },
    schemas,
    hiddenColumns,
    writers: [],
  });
});

test('nothing in the catalogue is without a verdict', async () => {
  const unjudged = await listUnjudged(matrix.database.sql, verdicts);
  // The world's own, to show that a policy means its bucket alone.
  expect(unjudged.filter((name) => name !== 'bucket elsewhere')).toEqual([]);
});

test.each([
  ['a table', 'create table public.fresh (id int primary key)', 'fresh'],
  ['a private table', 'create table private.fresh (id int primary key)', 'private.fresh'],
  ['a view', 'create view public.fresh as select 1 as id', 'fresh'],
  [
    'a function',
    'create function public.fresh() returns int language sql as $$ select 1 $$',
    'public.fresh()',
  ],
  [
    'a private function',
    'create function private.fresh() returns int language sql as $$ select 1 $$; grant execute on function private.fresh to ticketflow_bot',
    'private.fresh()',
  ],
  ['a bucket', `insert into storage.buckets (id, name) values ('fresh', 'fresh')`, 'bucket fresh'],
  [
    'a kind of topic',
    `create function private.poke_fresh() returns void language sql as $$ select private.poke('fresh:1', '{}') $$`,
    'topic fresh:*',
  ],
])('%s that is new is without a verdict', async (_, statement, name) => {
  const found = await within(statement, (sql) => listUnjudged(sql, verdicts));
  expect(found).toContain(name);
});

/** Asks after a statement that is rolled back. */
async function within<T>(statement: string, ask: (sql: Transaction) => Promise<T>): Promise<T> {
  let answer: T;
  const undo = new Error('undo');
  await matrix.database.sql
    .begin(async (sql) => {
      await sql.unsafe(statement).simple();
      answer = await ask(sql);
      throw undo;
    })
    .catch((error) => {
      if (error !== undo) throw error;
    });
  return answer!;
}
