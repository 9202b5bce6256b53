import { setTimeout as wait } from 'node:timers/promises';
import { Status, type Client } from 'discord.js';
import { resyncAccess } from './access/resync.ts';
import type { Database } from './database.ts';
import { inParallel } from './in-parallel.ts';
import { describeError, type Log } from './log.ts';
import { catchUpGuild } from './tickets/catch-up.ts';

/** How often access is compared as a whole, and how often it is stamped as current (DESIGN, Access), in ms. */
const compareEvery = 600_000;
const stampEvery = 60_000;

type Given = { sql: Database; client: Client<true>; log: Log; signal: AbortSignal };

export type Level = ReturnType<typeof keepLevel>;

/**
 * Events are quick, comparison is true: brings the database level with Discord at start, after every fresh identify,
 * when the database was away, and access on a timer. One comparison runs at a time; a wish made meanwhile starts another.
 */
export function keepLevel({ sql, client, log, signal }: Given) {
  let isAccessCurrent = false;
  let running: Promise<void> | null = null;
  let wished = false;

  async function compareAccess(): Promise<void> {
    await resyncAccess(sql, client);
    isAccessCurrent = true;
  }

  async function catchUp(): Promise<void> {
    const guilds = [...client.guilds.cache.values()].filter((guild) => guild.available);
    await inParallel(guilds, 4, (guild) => catchUpGuild({ sql, client, log }, guild));
  }

  /** Tries until it has come level; the database or Discord may be away. */
  async function level(): Promise<void> {
    for (let attempt = 0; wished && !signal.aborted;) {
      wished = false;
      try {
        await compareAccess();
        await catchUp();
        attempt = 0;
      } catch (error) {
        if (signal.aborted) return;
        wished = true;
        attempt += 1;
        log.warn(describeError(error), 'not level with Discord yet');
        await wait(Math.min(500 * 2 ** attempt, 15_000), undefined, { signal }).catch(() => {});
      }
    }
  }

  /** Something may have been missed: compare and catch up. */
  function comeLevel(): Promise<void> {
    wished = true;
    isAccessCurrent = false;
    running ??= level().finally(() => (running = null));
    return running;
  }

  const everyMinute = setInterval(() => void stamp(), stampEvery);
  const everyTenMinutes = setInterval(() => {
    void compareAccess().catch((error: unknown) =>
      log.warn(describeError(error), 'access could not be compared'),
    );
  }, compareEvery);
  signal.addEventListener('abort', () => [everyMinute, everyTenMinutes].forEach(clearInterval));

  async function stamp(): Promise<void> {
    const healthy = client.guilds.cache.filter(
      (guild) => guild.available && guild.shard.status === Status.Ready,
    );
    if (!isAccessCurrent || healthy.size === 0) return;
    await sql`select private.stamp_access(${[...healthy.keys()]})`.catch((error: unknown) => {
      log.warn(describeError(error), 'access could not be stamped');
    });
  }

  return { compareAccess, comeLevel };
}
