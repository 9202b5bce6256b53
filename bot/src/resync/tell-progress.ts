import { call } from '../database/call.ts';
import type { Database } from '../database/database.ts';
import type { Log } from '../log.ts';

/** Progress is told this often (ms); a guild that is caught up sooner does not say that it was catching up. */
const unnoticed = 300;

/** It is logged this often (ms). */
const logEvery = 10_000;

/** Tells the desk of a guild, and the log, how many of its tickets are caught up; `done` is counted by the caller. */
export function tellProgress({ sql, log }: { sql: Database; log: Log }, guildId: string, total: number) {
  let said: Promise<unknown> = Promise.resolve();
  let loggedAt = performance.now();
  const progress = {
    done: 0,
    stop: () => clearInterval(timer),
    /** The guild is caught up with Discord. */
    async end(): Promise<void> {
      await said;
      await report(sql, guildId, null);
    },
  };
  const timer = setInterval(() => {
    const { done } = progress;
    if (performance.now() - loggedAt > logEvery) {
      loggedAt = performance.now();
      log.info({ guild: guildId, done, total }, 'catching up');
    }
    if (total > 0) said = said.then(() => report(sql, guildId, { done, total })).catch(() => {});
  }, unnoticed);
  return progress;
}

async function report(
  sql: Database,
  guildId: string,
  progress: { done: number; total: number } | null,
): Promise<void> {
  await call(sql, 'report_catch_up', { guild: guildId, progress });
}
