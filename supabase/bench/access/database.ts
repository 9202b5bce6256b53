import { statfs } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { cloneDatabase } from '../../local/clone-database.ts';
import { databaseUrl } from '../../local/database-url.ts';
import { developmentKeys } from '../../local/keys.ts';
import { applyMigrations } from '../../local/migrate.ts';
import { preparePlatform } from '../../local/platform.ts';
import { startPostgres, type Postgres } from '../../local/postgres.ts';
import { startLocalStack } from '../../local/stack.ts';
import { expectCount } from '../report.ts';
import { generate, type Expected, type Size } from './generate.ts';

const template = 'ticketflow_template';
const migrations = fileURLToPath(new URL('../../migrations', import.meta.url));

/** What a ticket with its ten messages takes on disk, indexes, write-ahead log and sorting included; measured, rounded up. */
const bytesOfTicket = 14_000;

/** Says how much room is needed, and throws when the disk has less. */
export async function checkRoom(folder: string, tickets: number, say: (line: string) => void): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const gib = (bytes: number) => (bytes / 2 ** 30).toFixed(1);
  const needed = tickets * bytesOfTicket + 2 ** 30;
  say(
    `Needs up to ${gib(needed)} GiB in ${folder}, of ${gib(bavail * bsize)} that are free; gives them back at the end.`,
  );
  if (bavail * bsize < needed)
    throw new Error('The disk has not enough room; name another folder by TMPDIR, or fewer tickets.');
}

/** Postgres over a new folder, with a database that has all migrations and nothing else. */
export async function openServer(dataDir: string): Promise<Postgres> {
  const server = await startPostgres({ dataDir, isDurable: false });
  await preparePlatform(server.url);
  await cloneDatabase(server.url, 'postgres', template);
  await applyMigrations(databaseUrl(server.url, { role: 'postgres', database: template }), migrations);
  return server;
}

/** The settings of a server that is only being filled: fewer checkpoints, and no vacuum beside the one at the end. */
async function whileFilling<T>(server: Postgres, run: () => Promise<T>): Promise<T> {
  const sql = postgres(server.url, { max: 1, onnotice: () => {} });
  try {
    await sql.unsafe(`alter system set max_wal_size = '4GB'`);
    await sql.unsafe(`alter system set autovacuum = off`);
    await sql`select pg_reload_conf()`;
    return await run();
  } finally {
    await sql.unsafe(`alter system reset all`);
    await sql`select pg_reload_conf()`;
    await sql.unsafe('checkpoint');
    await sql.end();
  }
}

/** A database of a size, filled and counted, and the stack in front of it. */
export async function openDatabase(server: Postgres, name: string, size: Size, say: (line: string) => void) {
  const superuserUrl = await cloneDatabase(server.url, template, name);
  const url = databaseUrl(superuserUrl, { role: 'postgres' });
  const expected = await whileFilling(server, () =>
    generate(superuserUrl, size, (line) => say(`${name}: ${line}`)),
  );
  const sql = postgres(url, { max: 2, onnotice: () => {} });
  await countRows(sql, expected);
  // As the bot does each minute: filling may have taken long, and an hour without it closes every guild.
  await sql`select private.stamp_access(array(select id::text from public.guilds))`;
  const stack = await startLocalStack({
    postgres: { adminUrl: () => superuserUrl },
    database: name,
    siteUrl: 'http://127.0.0.1:3000',
    redirectUrls: [],
    discord: { url: 'http://127.0.0.1:1', clientId: 'client', clientSecret: 'secret' },
    ...developmentKeys,
    log: (line) => say(`${name}: ${line}`),
  });
  return {
    name,
    expected,
    sql,
    superuserUrl,
    stack,
    sizeInGiB: async () => {
      const [row] = await sql`select pg_database_size(current_database()) / 1024.0 ^ 3 as size`;
      return Number(row!.size).toFixed(1);
    },
    stop: async () => {
      await stack.stop();
      await sql.end();
    },
  };
}
export type Database = Awaited<ReturnType<typeof openDatabase>>;

async function countRows(sql: postgres.Sql, { tickets_of_big, open, needles, ...tables }: Expected) {
  for (const [table, rows] of Object.entries(tables)) {
    const [found] = await sql.unsafe(`select count(*)::integer as n from public.${table}`);
    expectCount(`Rows of ${table}`, found!.n as number, rows);
  }
  const [found] = await sql`select
    (select count(*) from public.tickets where guild_id = ${bigGuild})::integer as "tickets_of_big",
    (select count(*) from public.ticket_heads where is_open)::integer as open,
    (select count(*) from public.messages where guild_id = ${bigGuild} and body <> ''
      and to_tsvector('pg_catalog.simple'::regconfig, body) @@ ${needle}::tsquery)::integer as needles`;
  expectCount('Tickets of the big guild', found!.tickets_of_big as number, tickets_of_big);
  expectCount('Open tickets', found!.open as number, open);
  expectCount(`Messages that say ${needle}`, found!.needles as number, needles);
}

/** Guild `n`: 0 is the big one; 1, 2 and 3 have 1, 10 and 200 categories, each granted by name. See data/. */
export const guildId = (n: number) => String(1_300_000_000_000_000_000n + BigInt(n));
export const bigGuild = guildId(0);
/** A word that one message in five hundred of the big guild's latest 6,400 tickets holds, and no other: as many in any size. */
export const needle = 'wyrmglass';
/** The first agents of the big guild, of guild `n`, and somebody who belongs nowhere. */
export const bigAgent = (k: number) => String(1_410_000_000_000_000_000n + BigInt(k));
export const agentOf = (n: number) => String(1_410_000_000_000_000_500n + BigInt((n - 1) * 3));
export const busyRequester = '1400000000000000000';
export const stranger = '1499999999999999999';
