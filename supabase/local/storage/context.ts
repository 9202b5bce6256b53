import type postgres from 'postgres';
import { callerSettings, takeOn } from '../caller-role.ts';
import type { Claims } from '../jwt.ts';
import { asStorageError } from './storage-error.ts';

/** What the parts of Storage need to know of the stack. */
export type StorageContext = {
  /** Superuser's connection pool to the project's database. */
  sql: postgres.Sql;
  /** Folder of the files' contents. */
  filesDir: string;
  jwtSecret: string;
};

export type StorageRequest = {
  request: Request;
  url: URL;
  claims: Claims;
  bucket: string;
  /** Path of the object within its bucket. */
  name: string;
};

/**
 * Runs queries on Storage's tables as the caller, whose policies decide, in one transaction. `operation` is what
 * storage.operation() tells policies. Throws a StorageError where the database refuses.
 */
export async function asCaller<T>(
  { sql }: StorageContext,
  claims: Claims,
  operation: string,
  run: (transaction: postgres.TransactionSql) => Promise<T>,
): Promise<T> {
  const settings = {
    ...callerSettings(claims),
    'storage.operation': operation,
    // Deleting through this API is what the trigger on Storage's tables allows.
    'storage.allow_delete_query': 'true',
  };
  try {
    const result = await sql.begin(async (transaction) => {
      await takeOn(transaction, settings);
      return { value: await run(transaction) };
    });
    return result.value;
  } catch (error) {
    throw asStorageError(error);
  }
}
