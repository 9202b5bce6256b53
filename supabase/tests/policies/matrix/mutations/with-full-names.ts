import type { Sql, Transaction } from '../../../test-database.ts';

/** Reads the catalogue with every name printed with its schema. */
export async function withFullNames<T>(sql: Sql, read: (sql: Transaction) => Promise<T>): Promise<T> {
  return (await sql.begin(async (transaction) => {
    await transaction`set local search_path = ''`;
    return read(transaction);
  })) as T;
}
