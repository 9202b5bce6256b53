import postgres from 'postgres';
import { databaseUrl } from './database-url.ts';

/**
 * Makes database `name` as a copy of `template` (to which nobody may be connected) on the server of `serverUrl`, a
 * superuser's address. Returns the superuser's address of the copy. Settles in some tens of milliseconds.
 */
export async function cloneDatabase(serverUrl: string, template: string, name: string): Promise<string> {
  await withServer(
    serverUrl,
    (sql) => sql`create database ${sql(name)} template ${sql(template)} owner postgres`,
  );
  return databaseUrl(serverUrl, { database: name });
}

/** Drops a database, cutting off clients that are still connected. Does nothing when there is none of that name. */
export async function dropDatabase(serverUrl: string, name: string): Promise<void> {
  await withServer(serverUrl, (sql) => sql`drop database if exists ${sql(name)} with (force)`);
}

async function withServer(
  serverUrl: string,
  run: (sql: postgres.Sql) => PromiseLike<unknown>,
): Promise<void> {
  const sql = postgres(databaseUrl(serverUrl, { database: 'postgres' }), { max: 1, onnotice: () => {} });
  try {
    await run(sql);
  } finally {
    await sql.end();
  }
}
