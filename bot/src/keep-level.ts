import { setTimeout as wait } from 'node:timers/promises';
import { Status, type Client, type Guild } from 'discord.js';
import { createComparisonNotes } from './access/note-comparison.ts';
import { markAbsentGuilds, resyncGuild } from './access/resync.ts';
import type { Database } from './database.ts';
import { inParallel } from './in-parallel.ts';
import type { Order } from './keep-order.ts';
import { describeError, type Log } from './log.ts';
import { catchUpGuild } from './tickets/catch-up.ts';

/** How often access is compared as a whole, and how often it is stamped as current, in ms. */
const compareEvery = 600_000;
const stampEvery = 60_000;

/** Guilds at the same time. */
const guildsAtOnce = 4;

type Given = {
  sql: Database;
  client: Client<true>;
  log: Log;
  signal: AbortSignal;
  order: Order;
  /** The database knows from where on to read again: live events may be written. */
  onMarked: () => void;
};

export type Level = ReturnType<typeof keepLevel>;

/**
 * Events are quick, comparison is true: brings the database level with Discord at start, after every fresh identify, when
 * the database was away, and access on a timer. One comparison runs at a time; a wish made meanwhile starts another.
 */
export function keepLevel({ sql, client, log, signal, order, onMarked }: Given) {
  /** Guilds whose roles are known to be current; only those are stamped. */
  const current = new Set<string>();
  let running: Promise<void> | null = null;
  let wished: 'nothing' | 'tickets' | 'all' = 'nothing';
  /** When the first thing may have been missed since all was level (ms since 1970); null: since what was recorded last. */
  let since: number | null = null;

  const guilds = () => [...client.guilds.cache.values()];
  const notes = createComparisonNotes({ sql, client, log });
  // What is said of it after an outage is not known to be current before it is compared.
  client.on('guildUnavailable', (guild) => current.delete(guild.id));

  async function compareAccess(): Promise<void> {
    await markAbsentGuilds(sql, client);
    await inParallel(guilds(), guildsAtOnce, async (guild) => {
      if (await compareGuild(guild)) notes.add(guild.id);
    });
  }

  /** False when the guild is left, or in an outage. */
  async function compareGuild(guild: Guild): Promise<boolean> {
    current.delete(guild.id);
    // Left since the round began.
    if (!client.guilds.cache.has(guild.id)) return false;
    if (guild.available) await resyncGuild(sql, guild, order);
    if (guild.available) current.add(guild.id);
    else
      await order.inOrder(guild.id, async () => {
        // Back meanwhile: its comparison has said so.
        if (!guild.available) await sql`select private.set_guild_status(${guild.id}, 'unavailable')`;
      });
    return guild.available;
  }

  async function catchUp(): Promise<void> {
    const here = guilds().filter((guild) => guild.available);
    await inParallel(here, guildsAtOnce, (guild) => catchUpGuild({ sql, client, log }, guild));
  }

  /** Tries until it has come level; the database or Discord may be away. */
  async function level(): Promise<void> {
    for (let failures = 0; wished !== 'nothing' && !signal.aborted;) {
      const wish = wished;
      wished = 'nothing';
      try {
        const missedSince = since;
        if (missedSince) await sql`select private.mark_catch_up(${new Date(missedSince)})`;
        onMarked();
        if (wish === 'all') await compareAccess();
        await catchUp();
        if (since === missedSince) since = null;
        failures = 0;
      } catch (error) {
        if (signal.aborted) return;
        wished = 'all';
        failures += 1;
        log.warn(describeError(error), 'not level with Discord yet');
        await wait(Math.min(250 * 2 ** failures, 15_000), undefined, { signal }).catch(() => {});
      }
    }
  }

  function run(): Promise<void> {
    running ??= level().finally(() => (running = null));
    return running;
  }

  /** Says of guilds whose gateway is healthy and whose roles are known that they are current as of now. */
  async function stamp(): Promise<void> {
    const healthy = guilds().filter(
      (guild) => guild.available && guild.shard.status === Status.Ready && current.has(guild.id),
    );
    if (healthy.length) await sql`select private.stamp_access(${healthy.map((guild) => guild.id)})`;
  }

  const logTrouble = (error: unknown) => log.warn(describeError(error), 'access is not known to be current');
  const timers = [
    setInterval(() => void stamp().catch(logTrouble), stampEvery),
    setInterval(() => void compareAccess().catch(logTrouble), compareEvery),
  ];
  signal.addEventListener('abort', () => timers.forEach(clearInterval));

  return {
    compareAccess,
    compareGuild,
    stamp,
    /** Settles when what was said in tickets meanwhile is known. */
    catchUp(): Promise<void> {
      if (wished === 'nothing') wished = 'tickets';
      return run();
    },
    /** Something may have been missed since then (ms since 1970): compares access and catches up. Settles when that is done. */
    comeLevel(missedSince: number): Promise<void> {
      wished = 'all';
      since = Math.min(since ?? Infinity, missedSince);
      current.clear();
      return run();
    },
  };
}
