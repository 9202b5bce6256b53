import {
  DiscordAPIError,
  RESTJSONErrorCodes,
  Routes,
  type APIMessage,
  type Client,
  type Guild,
} from 'discord.js';
import type { Database } from '../database.ts';
import { inParallel } from '../in-parallel.ts';
import type { Log } from '../log.ts';
import { byAge } from '../snowflake.ts';
import { changedOnly, page, recordVanished } from './compare-page.ts';
import { recordChannelDeleted } from './record-deletions.ts';
import { recordPage, type KnownMembers } from './record-page.ts';

/** Progress is told this often (ms); a guild that is level sooner does not say that it was catching up. */
const unnoticed = 300;

type Ticket = {
  ticket_id: string;
  channel_id: string;
  /** Everything up to here is known. */
  after_id: string;
  /** The newest known message, recorded live perhaps. */
  newest_id: string | null;
};

export type CatchUp = { sql: Database; client: Client<true>; log: Log };

/**
 * Reads what open tickets of a guild missed: messages since the last known one, edits and deletions within the newest
 * hundred, channels deleted by hand. Idempotent, and safe beside live events. Tells the desk how far it has come.
 */
export async function catchUpGuild(given: CatchUp, guild: Guild): Promise<void> {
  const { sql } = given;
  const tickets = await sql<Ticket[]>`select * from private.tickets_to_catch_up(${guild.id})`;
  const members: KnownMembers = new Map();
  const total = tickets.length;
  let done = 0;
  let said: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    said = said.then(() => report(sql, guild.id, { done, total })).catch(() => {});
  }, unnoticed);
  try {
    await inParallel(tickets, 4, async (ticket) => {
      await catchUpTicket(given, guild, ticket, members);
      done += 1;
    });
  } finally {
    clearInterval(timer);
  }
  await said;
  await report(sql, guild.id, null);
}

/** Tells the desk how far catching up has come; null: the guild is level with Discord. */
async function report(
  sql: Database,
  guildId: string,
  progress: { done: number; total: number } | null,
): Promise<void> {
  await sql`select private.report_catch_up(${guildId}, ${progress && sql.json(progress)})`;
}

/** The same for the ticket of one channel. */
export async function catchUpChannel(given: CatchUp, guild: Guild, channelId: string): Promise<void> {
  const { sql } = given;
  const tickets = await sql<
    Ticket[]
  >`select * from private.tickets_to_catch_up(${guild.id}) where channel_id = ${channelId}`;
  for (const ticket of tickets) await catchUpTicket(given, guild, ticket, new Map());
}

async function catchUpTicket(
  given: CatchUp,
  guild: Guild,
  ticket: Ticket,
  members: KnownMembers,
): Promise<void> {
  const { sql, log } = given;
  try {
    const newest = await readPage(given, ticket.channel_id, {});
    const oldest = newest[0]?.id;
    if (newest.length === page && oldest && byAge(ticket.after_id, oldest) < 0)
      await recordGap(given, guild, ticket, oldest, members);
    await recordPage(sql, guild, await changedOnly(sql, newest), members);
    await recordVanished(sql, guild.id, ticket, newest);
    await sql`select private.end_catch_up(${ticket.ticket_id})`;
  } catch (error) {
    if (!(error instanceof DiscordAPIError)) throw error;
    if (error.code === RESTJSONErrorCodes.UnknownChannel)
      await recordChannelDeleted(sql, guild.id, ticket.channel_id);
    else
      log.warn(
        { ticket: ticket.ticket_id, code: error.code },
        'a ticket cannot be caught up: Discord refuses to show its channel',
      );
  }
}

/** What lies between the last that is surely known and the newest page, oldest first. Reads a page while the one before is written. */
async function recordGap(
  given: CatchUp,
  guild: Guild,
  ticket: Ticket,
  until: string,
  members: KnownMembers,
): Promise<void> {
  let after = ticket.after_id;
  let written: Promise<void> = Promise.resolve();
  for (;;) {
    const [messages] = await Promise.all([readPage(given, ticket.channel_id, { after }), written]);
    const missing = messages.filter((message) => byAge(message.id, until) < 0);
    written = recordPage(given.sql, guild, missing, members);
    // Awaited in the next turn; a failure meanwhile must not count as unheard.
    written.catch(() => {});
    if (missing.length < page) return written;
    after = missing.at(-1)!.id;
  }
}

async function readPage(
  { client }: CatchUp,
  channelId: string,
  where: { after?: string },
): Promise<APIMessage[]> {
  const query = new URLSearchParams({ limit: String(page), ...where });
  const messages = (await client.rest.get(Routes.channelMessages(channelId), { query })) as APIMessage[];
  return messages.sort((a, b) => byAge(a.id, b.id));
}
