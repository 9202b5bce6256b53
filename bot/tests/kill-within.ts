import { eventually } from './eventually.ts';
import type { Demo } from './start-demo.ts';

/** Holds what a statement locks. Gives what lets go of it. */
export async function lock({ sql }: Demo, statement: string): Promise<() => Promise<void>> {
  const isHeld = Promise.withResolvers<void>();
  const mayEnd = Promise.withResolvers<void>();
  const holding = sql.begin(async (transaction) => {
    await transaction.unsafe(statement);
    isHeld.resolve();
    await mayEnd.promise;
  });
  await Promise.race([isHeld.promise, holding]);
  return async () => {
    mayEnd.resolve();
    await holding;
  };
}

/** Waits until somebody waits for a lock in a call of this function. */
export const waitsIn = ({ sql }: Demo, call: string) =>
  eventually(`it waits in ${call}`, async () => {
    const waiting = await sql`select from pg_stat_activity
      where wait_event_type = 'Lock' and query like ${`%${call}%`} and datname = current_database()`;
    return waiting.length === 1;
  });

/**
 * Kills the bot with -9 while it waits, in this function, for what a statement has locked; its connections break off with it, so that
 * Postgres takes back what it was at. `dueNow` makes the bot come there.
 */
export async function killWithin(demo: Demo, call: string, locks: string, dueNow: () => Promise<unknown>) {
  const letGo = await lock(demo, locks);
  await dueNow();
  await waitsIn(demo, call);
  await demo.bot.kill();
  const connections = () => demo.sql`select pid from pg_stat_activity
    where usename = 'ticketflow_bot' and datname = current_database()`;
  const pids = (await connections()).map(({ pid }) => pid as number);
  await demo.asSuperuser((sql) => sql`select pg_terminate_backend(pid) from unnest(${pids}::integer[]) pid`);
  await letGo();
  await eventually('its connections are gone', async () => (await connections()).length === 0);
}

/** Lets the time pass after which what a dead bot holds is due again (20 s). */
export async function endClaims({ sql }: Demo): Promise<void> {
  await sql`update private.timers set lease_until = clock_timestamp() where leased_by is not null`;
  await sql`update private.jobs set lease_until = clock_timestamp() where leased_by is not null`;
}
