import { afterAll, beforeAll, expect, test } from 'vitest';
import { moveClock } from '../move-clock.ts';
import { openTestDatabase, type TestDatabase } from '../test-database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());

/** How far the clock of due times runs ahead, in seconds. */
async function ahead(): Promise<number> {
  const [row] = await database.sql`select extract(epoch from private.now() - statement_timestamp()) as s`;
  return Number(row!.s);
}

test('due times are compared with the real time until a test moves its clock', async () => {
  expect(await ahead()).toBe(0);
  await moveClock(database.sql, '2 days');
  await moveClock(database.sql, '1 hour');
  expect(await ahead()).toBe(49 * 3600);
  await moveClock(database.sql, null);
  expect(await ahead()).toBe(0);
});

test.each(['anon', 'authenticated', 'service_role', 'authenticator', 'ticketflow_bot'])(
  '%s can neither move that clock nor look at it',
  async (role) => {
    for (const statement of [
      `update private.clock set ahead = '1 day'`,
      `insert into private.clock default values`,
      'delete from private.clock',
      'truncate private.clock',
      'select from private.clock',
      'select private.now()',
    ])
      await expect(database.asRole(role, (sql) => sql.unsafe(statement))).rejects.toThrow(
        'permission denied',
      );
  },
);
