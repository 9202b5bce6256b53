import type { Sql, Transaction } from './test-database.ts';

/** Moves the clock of due times (`private.now()`) on; null puts it back to the real time. Only as the role postgres. */
export async function moveClock(sql: Sql | Transaction, by: string | null): Promise<void> {
  await sql`update private.clock set ahead = case when ${by}::text is null then '0' else ahead + ${by}::interval end`;
}
