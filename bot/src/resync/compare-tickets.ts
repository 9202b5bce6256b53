import { Routes, type APIChannel, type APIThreadList, type Guild } from 'discord.js';
import { allEnded } from '../all-ended.ts';
import { byAge } from '../discord/snowflake.ts';
import { catchUpTicket, type CatchUp, type Ticket } from './catch-up-ticket.ts';
import { ticketsOf } from './catch-up.ts';
import { createMemberLookup } from './learn-members.ts';

/** Of each channel, the last message that it had when its ticket was known to be caught up; '' for one that Discord did not list. */
export type Seen = Map<string, string>;

/**
 * Compares the open tickets of a guild with Discord: one request for the guild tells which channels there are, and the last
 * message of each; another the same of active threads, where a ticket is in none of the channels. A ticket is read only where that shows something unknown. That is enough on a timer: a
 * session's events are numbered without gaps, so what the stream told has been recorded, or was dropped and is marked; what it
 * can keep silent about is what the bot might not see for a while. `seen` is what the comparison before saw (a pin's notice is
 * the last message of its channel, and no message of a conversation). Gives what this one saw.
 */
export async function compareTickets(given: CatchUp, guild: Guild, seen: Seen): Promise<Seen> {
  const { sql, read } = given;
  const learn = createMemberLookup(sql, guild);
  const now: Seen = new Map();
  let listed: Seen | null = null;
  let threads: Seen | null = null;
  for await (const tickets of ticketsOf(given, guild.id, false)) {
    listed ??= lastMessages(await read<APIChannel[]>(Routes.guildChannels(guild.id)));
    for (const { channel_id } of tickets) {
      if (!listed.has(channel_id))
        threads ??= lastMessages((await read<APIThreadList>(Routes.guildActiveThreads(guild.id))).threads);
      now.set(channel_id, listed.get(channel_id) ?? threads?.get(channel_id) ?? '');
    }
    const stale = tickets.filter((ticket) => !isCaughtUp(ticket, now.get(ticket.channel_id)!, seen));
    const readAgain = async (ticket: Ticket) => {
      if (!(await catchUpTicket(given, guild, ticket, learn))) now.delete(ticket.channel_id);
    };
    await allEnded(stale.map(readAgain));
  }
  return now;
}

/** Not listed is an archived thread, which is as it was, or a channel that is gone: reading it tells. */
function isCaughtUp(ticket: Ticket, last: string, seen: Seen): boolean {
  if (ticket.is_marked) return false;
  if (seen.get(ticket.channel_id) === last) return true;
  return last !== '' && byAge(last, ticket.last_id ?? ticket.channel_id) <= 0;
}

/** The last message of each channel; an empty one counts as said at its beginning. */
function lastMessages(channels: APIChannel[]): Seen {
  return new Map(
    channels.map((channel) => [
      channel.id,
      ('last_message_id' in channel && channel.last_message_id) || channel.id,
    ]),
  );
}
