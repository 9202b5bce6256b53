import { setTimeout as wait } from 'node:timers/promises';
import postgres from 'postgres';
import type { Log } from '../log.ts';
import { call } from './call.ts';

export type Database = postgres.Sql;

/** Connections for listeners and lanes together; Supabase's smallest session pool has 15. */
const connections = 8;

/** The database ends a statement after 30 s (its role's `statement_timeout`): no word for longer (ms) means that it is out of reach. */
const silence = 35_000;

/*
 * postgres.js 3.4 has three faults that the bot cannot live with. It waits forever on a connection that dies silently, a write to a
 * closed connection ends the process, and the error that ended a connection also fails the first query of the next one: the patch
 * in .config/patches mends them and adds `answer_timeout`. It also does not say how many queries hold a connection or wait for
 * one: count-queries.ts reads that from undocumented fields.
 */

/**
 * Opens the pool. Nothing connects until the first query. A connection on which nothing comes back is ended after `patience` ms.
 * Throws when postgres.js is installed without its patch, since it silently drops an option that it does not know.
 */
export function openDatabase(url: string, patience = silence): Database {
  const sql = postgres(url, {
    max: connections,
    connect_timeout: 5,
    // Comes back quickly: events are dropped until it does.
    backoff: (tries: number) => Math.min(0.1 * 2 ** tries, 2),
    onnotice: () => {},
    connection: { application_name: 'ticketflow-bot' },
    answer_timeout: patience / 1000,
  });
  if (!('answer_timeout' in sql.options))
    throw new Error(
      'postgres.js is installed without its patch, so a dead connection would hang the bot: run `npx patch-package --patch-dir .config/patches` (`npm ci` does, unless --ignore-scripts is given)',
    );
  return sql;
}

/**
 * Codes of postgres.js, of sockets, and of Postgres starting or stopping (57P01 to 57P05, 08…), out of connections, disk or memory
 * (53…), taking no writes (25006: a standby, or a hosted project whose disk is full), or too slow for its own limit (57014, and
 * 55P03 for a lock) (https://www.postgresql.org/docs/17/errcodes-appendix.html).
 */
const away =
  /^(CONNECT_TIMEOUT|CONNECTION_(CLOSED|ENDED|DESTROYED)|ECONN\w+|ENOTFOUND|EAI_AGAIN|EPIPE|ETIMEDOUT|EHOSTUNREACH|57P0[1-5]|57014|55P03|53\w{3}|25006|08\w{3})$/;

/** Supabase's pooler has no code of its own for "all connections are taken" (https://supabase.com/docs/guides/troubleshooting). */
const poolerFull = /max client|MaxClientsInSessionMode/i;

/** Whether the error says that the database cannot do its work at present, rather than that it refused this one. */
export function isAway(error: unknown): boolean {
  return away.test(codeOf(error)) || (codeOf(error) === 'XX000' && poolerFull.test(String(error)));
}

/**
 * Runs an idempotent statement again when Postgres ended it to break a deadlock (40P01) or for order among transactions
 * (40001): another's has gone through then, and this one's turn has come.
 */
export async function insist<T>(run: () => PromiseLike<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await run();
    } catch (error) {
      if (tries === 5 || !/^(40P01|40001)$/.test(codeOf(error))) throw error;
    }
  }
}

/** Answers once the database does, within `patience` ms. Throws an Error of one line that says what to do. */
export async function reachDatabase(sql: Database, url: string, log: Log, patience = 20_000): Promise<void> {
  const deadline = Date.now() + patience;
  for (;;) {
    try {
      await call(sql, 'known_discord_ids', { ids: [] });
      return;
    } catch (error) {
      const words = explain(error, url);
      if (isFinal(error) || Date.now() > deadline) throw new Error(words, { cause: error });
      log.warn({ code: codeOf(error) }, `waiting for the database: ${words}`);
      await wait(1000);
    }
  }
}

// A role made a moment ago is refused by a pooler until its list is fresh: those refusals are worth waiting for.
const isFinal = (error: unknown) => /^(42\w{3}|3F000|3D000)$/.test(codeOf(error));

function explain(error: unknown, url: string): string {
  const code = codeOf(error);
  const { host, username } = new URL(url);
  if (/^(28\w{3}|XX000)$/.test(code))
    return `The database at ${host} refuses the role ${username}: check name and password in BOT_DATABASE_URL`;
  if (code === '3D000') return `There is no such database at ${host}: check the end of BOT_DATABASE_URL`;
  if (/^(42\w{3}|3F000)$/.test(code))
    return `The database at ${host} lacks what the bot needs (${(error as Error).message}): apply the migrations, and connect as ticketflow_bot`;
  return `The database at ${host} cannot be reached (${code || 'no answer'}): start it, or correct BOT_DATABASE_URL`;
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}
