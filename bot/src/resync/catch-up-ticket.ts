import { RESTJSONErrorCodes, Routes, type Client, type Guild } from 'discord.js';
import type { LimitFunction } from 'p-limit';
import { call } from '../database/call.ts';
import type { Database } from '../database/database.ts';
import { isRefusal } from '../discord/is-refusal.ts';
import { page, readPage, type ReadDiscord } from '../discord/read-discord.ts';
import { byAge } from '../discord/snowflake.ts';
import type { Log } from '../log.ts';
import type { Reactions } from '../tickets/follow-reactions.ts';
import { recordChannelDeleted } from '../tickets/record-deletions.ts';
import { changedOnly, recordVanished } from './compare-page.ts';
import type { LearnMembers } from './learn-members.ts';
import { recordPage } from './record-page.ts';

/** A ticket as `private.tickets_to_catch_up` tells it. */
export type Ticket = {
  ticket_id: string;
  number: number;
  channel_id: string;
  /** Not known to be caught up with Discord. */
  is_marked: boolean;
  /** Everything up to here is known. */
  after_id: string;
  /** The newest known message, recorded live perhaps. */
  newest_id: string | null;
  /** The newest id that is known at all, of the bot's own messages too. */
  last_id: string | null;
};

/** What catching up needs, whichever guild it is. */
export type CatchUp = {
  sql: Database;
  client: Client<true>;
  read: ReadDiscord;
  reactions: Reactions;
  log: Log;
  /** Tickets that are read at the same time, and writers among them, in the whole process. */
  readers: LimitFunction;
  writers: LimitFunction;
};

/**
 * Reads what one ticket missed: messages since the last known one; edits, deletions and reactions within the newest hundred;
 * its channel deleted by hand. Idempotent, and safe beside live events. False: Discord does not show it.
 */
export function catchUpTicket(
  given: CatchUp,
  guild: Guild,
  ticket: Ticket,
  learn: LearnMembers,
): Promise<boolean> {
  const { sql, log, reactions, readers } = given;
  return readers(async () => {
    try {
      await reactions.lookAfter(guild.id, ticket.channel_id, () =>
        readAndRecord(given, guild, ticket, learn),
      );
      await call(sql, 'end_catch_up', { ticket: ticket.ticket_id });
      return true;
    } catch (error) {
      if (isRefusal(error, RESTJSONErrorCodes.UnknownChannel))
        await recordChannelDeleted(sql, guild.id, ticket.channel_id);
      else if (isRefusal(error))
        log.warn(
          { ticket: ticket.ticket_id, code: error.code },
          'a ticket cannot be caught up: Discord refuses to show its channel',
        );
      else throw error;
      return false;
    }
  });
}

async function readAndRecord(
  given: CatchUp,
  guild: Guild,
  ticket: Ticket,
  learn: LearnMembers,
): Promise<void> {
  const { sql, read, writers } = given;
  const newest = await readPage(read, ticket.channel_id);
  const oldest = newest[0]?.id;
  if (newest.length === page && oldest && byAge(ticket.after_id, oldest) < 0)
    await recordGap(given, guild, ticket, oldest, learn);
  await recordPage(given, guild, await writers(() => changedOnly(sql, newest)), learn);
  if (newest.length > 0 || (await isEmptied(read, ticket)))
    await writers(() => recordVanished(sql, guild.id, ticket, newest));
}

/**
 * Whether a channel that looks empty is: so does one whose history the bot may not read, as it may have been told a moment later.
 * A message that is known is asked for, which Discord then refuses to show. Throws what REST throws.
 */
async function isEmptied(read: ReadDiscord, { channel_id, last_id }: Ticket): Promise<boolean> {
  if (!last_id) return true;
  try {
    await read(Routes.channelMessage(channel_id, last_id));
    return false;
  } catch (error) {
    if (isRefusal(error, RESTJSONErrorCodes.UnknownMessage)) return true;
    throw error;
  }
}

/** What lies between the last that is surely known and the newest page, oldest first. Reads a page while the one before is written. */
async function recordGap(
  given: CatchUp,
  guild: Guild,
  ticket: Ticket,
  until: string,
  learn: LearnMembers,
): Promise<void> {
  let after = ticket.after_id;
  let written: Promise<void> = Promise.resolve();
  for (;;) {
    const [messages] = await Promise.all([readPage(given.read, ticket.channel_id, after), written]);
    const missing = messages.filter((message) => byAge(message.id, until) < 0);
    written = recordPage(given, guild, missing, learn);
    // Awaited in the next turn; a failure meanwhile must not count as unheard.
    written.catch(() => {});
    if (missing.length < page) return written;
    after = missing.at(-1)!.id;
  }
}
