import type { Guild } from 'discord.js';
import pLimit from 'p-limit';
import { allEnded } from '../all-ended.ts';
import { call } from '../database/call.ts';
import { catchUpTicket, type CatchUp, type Ticket } from './catch-up-ticket.ts';
import { comparePanels } from './compare-panels.ts';
import { createMemberLookup } from './learn-members.ts';
import { tellProgress } from './tell-progress.ts';

/** Tickets of a guild that are held in memory at a time. */
const pageSize = 200;

/**
 * Tickets that are read at the same time, and pages that are written: reading waits for the network most of the time, and
 * writing must leave connections of the pool (8) to live events and replies.
 */
export const createCatchUpLimits = () => ({ readers: pLimit(16), writers: pLimit(4) });

/**
 * Reads what the marked tickets of a guild missed, latest ticket first, and looks whether its panels still stand. Tells the
 * desk how far it has come. Gives how many tickets it was.
 */
export async function catchUpGuild(given: CatchUp, guild: Guild): Promise<number> {
  const { sql } = given;
  const total = (await call(sql, 'count_marked', { guild: guild.id })) ?? 0;
  const learn = createMemberLookup(sql, guild);
  const progress = tellProgress(given, guild.id, total);
  try {
    const read = async (ticket: Ticket) => {
      await catchUpTicket(given, guild, ticket, learn);
      progress.done += 1;
    };
    const readTickets = async () => {
      for await (const tickets of ticketsOf(given, guild.id, true)) await allEnded(tickets.map(read));
    };
    await allEnded([readTickets(), comparePanels(given, guild.id)]);
  } finally {
    progress.stop();
  }
  await progress.end();
  return total;
}

/** The same for the ticket of one channel. */
export async function catchUpChannel(given: CatchUp, guild: Guild, channelId: string): Promise<void> {
  const { sql } = given;
  const [ticket] = (await call(sql, 'tickets_to_catch_up', {
    guild: guild.id,
    only_marked: false,
    below: beyond,
    limit: 1,
    channel: channelId,
  })) as Ticket[];
  if (ticket) await catchUpTicket(given, guild, ticket, createMemberLookup(sql, guild));
}

/** Higher than any ticket's number. */
const beyond = 2 ** 31 - 1;

/** Open tickets of a guild, all or those that are marked, in pages from the latest on. */
export async function* ticketsOf(
  { sql }: Pick<CatchUp, 'sql'>,
  guildId: string,
  onlyMarked: boolean,
): AsyncGenerator<Ticket[]> {
  for (let below = beyond; ;) {
    const asked = { guild: guildId, only_marked: onlyMarked, below, limit: pageSize };
    const tickets = (await call(sql, 'tickets_to_catch_up', asked)) as Ticket[];
    if (tickets.length > 0) yield tickets;
    if (tickets.length < pageSize) return;
    below = tickets.at(-1)!.number;
  }
}
