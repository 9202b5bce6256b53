import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { databaseUrl } from '../local/database-url.ts';
import { applyMigrations, applySeed } from '../local/migrate.ts';
import { preparePlatform } from '../local/platform.ts';
import type { Postgres } from '../local/postgres.ts';

const migrations = fileURLToPath(new URL('../migrations', import.meta.url));
const seed = fileURLToPath(new URL('../seed.sql', import.meta.url));

/**
 * Brings the database `postgres` to today's schema, tells the demo's story when it is new, and gives the bot's role its
 * password. Returns the addresses for the role postgres and for the bot.
 */
export async function prepareDatabase(server: Postgres, botPassword: string) {
  const isNew = await preparePlatform(server.adminUrl('postgres'));
  const ownerUrl = databaseUrl(server.url, { role: 'postgres', database: 'postgres' });
  await applyMigrations(ownerUrl, migrations);
  if (isNew) await applySeed(ownerUrl, seed);
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  // A role's password cannot be a parameter; ours is base64url, and quoted all the same.
  await sql.unsafe(`alter role ticketflow_bot login password '${botPassword.replaceAll("'", "''")}'`);
  await sql.end();
  const botUrl = new URL(ownerUrl);
  botUrl.username = 'ticketflow_bot';
  botUrl.password = botPassword;
  return { isNew, ownerUrl, botUrl: botUrl.href };
}
