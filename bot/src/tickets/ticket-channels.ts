import { setTimeout as wait } from 'node:timers/promises';
import type { Database } from '../database/database.ts';
import { timeOf } from '../discord/snowflake.ts';

/** How long "this is not a ticket's channel" is believed, in ms: another process may have bound it meanwhile. */
const believed = 5000;

/** A channel younger than this (ms) may be about to become a ticket's: the database is asked again after these pauses. */
const young = 30_000;
const pauses = [50, 150, 500, 1500];

export type TicketChannels = ReturnType<typeof createTicketChannels>;

/**
 * Which channels are tickets' is asked of the database; this only remembers its answers, so that a guild's other talk
 * does not reach it. Whatever is remembered here, the database refuses what is not a ticket's.
 */
export function createTicketChannels(sql: Database) {
  const bound = new Set<string>();
  const unbound = new Map<string, number>();

  async function look(channelId: string): Promise<boolean> {
    if (bound.has(channelId)) return true;
    const [found] = await sql`select from public.tickets where channel_id = ${channelId}`;
    if (found) bound.add(channelId);
    return found !== undefined;
  }

  return {
    /** True or false when it is known, undefined when the database must be asked. */
    recall(channelId: string): boolean | undefined {
      if (bound.has(channelId)) return true;
      const until = unbound.get(channelId);
      return until === undefined || until < Date.now() ? undefined : false;
    },

    /**
     * Asks the database; for a channel that was young at the moment in question (ms since 1970, by Discord's clock where its ids
     * tell) until it is bound, or some seconds have passed.
     */
    async ask(channelId: string, at = Date.now()): Promise<boolean> {
      if (await look(channelId)) return true;
      if (at - timeOf(channelId) < young) {
        for (const pause of pauses) {
          await wait(pause);
          if (await look(channelId)) return true;
        }
      }
      if (unbound.size > 10_000) unbound.clear();
      unbound.set(channelId, Date.now() + believed);
      return false;
    },

    /** The channel has become a ticket's. */
    add(channelId: string): void {
      bound.add(channelId);
      unbound.delete(channelId);
    },

    /** Fills the memory with the channels of open tickets. */
    async load(): Promise<void> {
      const rows = await sql<{ channel_id: string }[]>`
        select t.channel_id from public.tickets t join public.ticket_heads h on h.ticket_id = t.id
        where h.is_open and t.channel_id is not null`;
      for (const row of rows) bound.add(row.channel_id);
    },

    forget(channelId: string): void {
      bound.delete(channelId);
    },
  };
}
