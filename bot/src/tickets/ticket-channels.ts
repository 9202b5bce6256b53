import type { Database } from '../database.ts';
import { timeOf } from '../snowflake.ts';

/** How long "this is no ticket's channel" is believed, in ms: another process may have bound it meanwhile. */
const believed = 5000;

/** A channel younger than this may be about to become a ticket's. */
const young = 600_000;

export type TicketChannels = ReturnType<typeof createTicketChannels>;

/**
 * Which channels are tickets' is asked of the database; this only remembers its answers, so that a guild's other talk
 * does not reach it. Whatever else the cache says, the database refuses what is no ticket's.
 */
export function createTicketChannels(sql: Database) {
  const bound = new Set<string>();
  const unbound = new Map<string, number>();
  /** Somebody wrote here before the channel was bound to its ticket. */
  const early = new Set<string>();

  return {
    /** True or false when it is known, undefined when the database must be asked. */
    recall(channelId: string): boolean | undefined {
      if (bound.has(channelId)) return true;
      const until = unbound.get(channelId);
      return until === undefined || until < Date.now() ? undefined : false;
    },

    async ask(channelId: string): Promise<boolean> {
      const [found] = await sql`select from public.tickets where channel_id = ${channelId}`;
      if (found || bound.has(channelId)) {
        bound.add(channelId);
        return true;
      }
      if (unbound.size > 10_000) unbound.clear();
      unbound.set(channelId, Date.now() + believed);
      if (Date.now() - timeOf(channelId) < young) early.add(channelId);
      return false;
    },

    /** The channel has become a ticket's. True when something was said there before, which is to be caught up. */
    add(channelId: string): boolean {
      bound.add(channelId);
      unbound.delete(channelId);
      return early.delete(channelId);
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
      early.delete(channelId);
    },
  };
}
