import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase, type Transaction } from '../test-database.ts';
import { lints, type Lint } from './catalogue-lints.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());

const offenders = async (sql: TestDatabase['sql'] | Transaction, { query }: Lint) =>
  (await sql.unsafe<{ name: string }[]>(query)).map(({ name }) => name).toSorted();

test.each(lints)('$rule', async (lint) => {
  // What is allowed is still there, or its line is for nothing.
  expect(await offenders(database.sql, lint)).toEqual(Object.keys(lint.allowed ?? {}).toSorted());
});

test('each lint names the one object that was made bad for it, among those made bad for all others', async () => {
  const undo = new Error('undo');
  const named: Record<string, string[]> = {};
  await database.sql
    .begin(async (sql) => {
      for (const { canary } of lints) await sql.unsafe(canary).simple();
      for (const lint of lints)
        named[lint.rule] = (await offenders(sql, lint)).filter((name) => !(name in (lint.allowed ?? {})));
      throw undo;
    })
    .catch((error) => {
      if (error !== undo) throw error;
    });
  expect(named).toEqual(Object.fromEntries(lints.map(({ rule, names }) => [rule, [names]])));
});
