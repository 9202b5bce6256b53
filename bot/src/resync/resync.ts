import { setTimeout as wait } from 'node:timers/promises';
import { Status, type Guild } from 'discord.js';
import pLimit from 'p-limit';
import type { Order } from '../access/keep-order.ts';
import { allEnded } from '../all-ended.ts';
import { call } from '../database/call.ts';
import { isAway } from '../database/database.ts';
import { describeError } from '../log.ts';
import type { CatchUp } from './catch-up-ticket.ts';
import { catchUpGuild } from './catch-up.ts';
import { compareTickets, type Seen } from './compare-tickets.ts';
import { createMissed } from './missed.ts';
import { createComparisonNotes } from './note-comparison.ts';
import { markAbsentGuilds, resyncGuild } from './resync-guild.ts';

/** How often access is compared as a whole, each guild's tickets are, and access is stamped as current, in ms. */
const compareEvery = 600_000;
const stampEvery = 60_000;

/** Guilds at the same time. */
const guildsAtOnce = 4;

type Given = CatchUp & {
  signal: AbortSignal;
  order: Order;
  /** The database knows from where on to read again: live events may be written. */
  onMarked: () => void;
};

export type Resync = ReturnType<typeof createResync>;

/**
 * Events are quick, comparison is true: resyncs the database with Discord at start, after every fresh identify, when the
 * database was away, and on a timer. One comparison runs at a time; a request made meanwhile starts another.
 */
export function createResync({ signal, order, onMarked, ...given }: Given) {
  const { sql, client, log } = given;
  /** Guilds whose roles are known to be current; only those are stamped. */
  const current = new Set<string>();
  let running: Promise<void> | null = null;
  let isRequested = false;
  const missed = createMissed();
  /** What the timer's comparison saw of each guild's tickets. */
  const seen = new Map<string, Seen>();

  const guilds = () => [...client.guilds.cache.values()];
  const notes = createComparisonNotes(given);
  // What is said of it after an outage is not known to be current before it is compared.
  client.on('guildUnavailable', (guild) => current.delete(guild.id));
  client.on('guildDelete', (guild) => seen.delete(guild.id));

  async function compareAccess(which: (guildId: string) => boolean): Promise<void> {
    await markAbsentGuilds(sql, client);
    const compared = guilds().filter((guild) => which(guild.id));
    const limit = pLimit(guildsAtOnce);
    const compare = async (guild: Guild) => {
      if (await compareGuild(guild)) notes.add(guild.id);
    };
    await allEnded(compared.map((guild) => limit(compare, guild)));
  }

  let comparing: Promise<void> | null = null;
  /** All guilds; one round at a time, since one of thousands takes longer than the timer waits. */
  function compareAll(): Promise<void> {
    comparing ??= compareAccess(() => true).finally(() => (comparing = null));
    return comparing;
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
        if (!guild.available) await call(sql, 'set_guild_status', { guild: guild.id, status: 'unavailable' });
      });
    return guild.available;
  }

  /** Catches up the tickets that are marked. */
  async function catchUp(which: (guildId: string) => boolean): Promise<void> {
    const here = guilds().filter((guild) => guild.available && which(guild.id));
    const from = performance.now();
    let tickets = 0;
    const limit = pLimit(guildsAtOnce);
    const read = async (guild: Guild) => {
      tickets += await catchUpGuild(given, guild);
    };
    await allEnded(here.map((guild) => limit(read, guild)));
    log.info(
      { guilds: here.length, tickets, ms: Math.round(performance.now() - from) },
      'caught up with Discord',
    );
  }

  /** Retries until all is caught up; the database or Discord may be away. */
  async function resync(): Promise<void> {
    for (let failures = 0; isRequested && !signal.aborted;) {
      isRequested = false;
      const now = missed.take();
      try {
        for (const { guildId, since } of now.places)
          await call(sql, 'mark_catch_up', { since: new Date(since), guild: guildId });
        onMarked();
        // At start everything is marked, and access was compared before; after a failure nobody knows how far it came.
        const which = failures > 0 || now.places.length === 0 ? () => true : now.isOf;
        if (failures > 0 || now.places.length > 0) await compareAccess(which);
        await catchUp(which);
        failures = 0;
      } catch (error) {
        if (signal.aborted) return;
        // Marked already, or not yet: the same again does no harm.
        missed.putBack(now);
        isRequested = true;
        failures += 1;
        log.warn(describeError(error), 'not caught up with Discord yet');
        await wait(Math.min(250 * 2 ** failures, 15_000), undefined, { signal }).catch(() => {});
      }
    }
  }

  function run(): Promise<void> {
    isRequested = true;
    running ??= resync().finally(() => (running = null));
    return running;
  }

  /** Compares a guild's tickets with Discord, beside live events; the desk has nothing to say of it. */
  async function compareTicketsOf(guild: Guild): Promise<void> {
    seen.set(guild.id, await compareTickets(given, guild, seen.get(guild.id) ?? new Map()));
  }

  /** Guild after guild, each once in `compareEvery`: thousands must not ask at the same time. */
  async function compareInTurn(): Promise<void> {
    for (let n = 0; !signal.aborted; n += 1) {
      await wait(compareEvery / Math.max(1, guilds().length), undefined, { signal, ref: false }).catch(
        () => {},
      );
      const guild = guilds()[n % Math.max(1, guilds().length)];
      if (signal.aborted || running || !guild?.available) continue;
      await compareTicketsOf(guild).catch((error: unknown) => {
        // While the database is away others say so, and its return is followed by a whole catching up.
        if (!isAway(error))
          log.warn({ guild: guild.id, ...describeError(error) }, "a guild's tickets could not be compared");
      });
    }
  }

  /** Says of guilds whose gateway is healthy and whose roles are known that they are current as of now. */
  async function stamp(): Promise<void> {
    const healthy = guilds().filter(
      (guild) => guild.available && guild.shard.status === Status.Ready && current.has(guild.id),
    );
    if (healthy.length) await call(sql, 'stamp_access', { guilds: healthy.map(({ id }) => id) });
  }

  const logTrouble = (error: unknown) => log.warn(describeError(error), 'access is not known to be current');
  const timers = [
    setInterval(() => void stamp().catch(logTrouble), stampEvery),
    setInterval(() => void compareAll().catch(logTrouble), compareEvery),
  ];
  void compareInTurn();
  signal.addEventListener('abort', () => timers.forEach(clearInterval));

  return {
    compareAccess: compareAll,
    compareGuild,
    compareTicketsOf,
    stamp,
    /** Settles when what was said in marked tickets meanwhile is known. */
    catchUp: run,
    /**
     * Something may have been missed since then (ms since 1970), in one guild or (null) in all: compares access and catches
     * up. Settles when that is done.
     */
    resyncSince(since: number, guildId: string | null = null): Promise<void> {
      missed.add(since, guildId);
      if (guildId) current.delete(guildId);
      else current.clear();
      return run();
    },
  };
}
