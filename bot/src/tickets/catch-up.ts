import {
  DiscordAPIError,
  RESTJSONErrorCodes,
  Routes,
  type APIMessage,
  type Client,
  type Guild,
} from 'discord.js';
import { fromGuildMember, type MirroredMember } from '../access/to-member.ts';
import type { Database } from '../database.ts';
import { inParallel } from '../in-parallel.ts';
import type { Log } from '../log.ts';
import { byAge } from '../snowflake.ts';
import { recordChannelDeleted, recordDeletions } from './record-deletions.ts';
import { recordMessages } from './record-messages.ts';
import { isSaid, toDiscordMessage } from './to-discord-message.ts';

/** Messages of one page (https://discord.com/developers/docs/resources/message#get-channel-messages). */
const page = 100;

/** A guild that is level sooner than this (ms) does not say that it was catching up. */
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
  const members = new Map<string, MirroredMember | null>();
  const total = tickets.length;
  let done = 0;
  let saidAt = Date.now() - unnoticed;
  const start = Date.now();
  const report = async () => {
    if (Date.now() - start < unnoticed || Date.now() - saidAt < unnoticed) return;
    saidAt = Date.now();
    await sql`select private.report_catch_up(${guild.id}, ${sql.json({ done, total })})`;
  };
  const timer = setInterval(() => void report().catch(() => {}), unnoticed);
  try {
    await inParallel([...tickets], 4, async (ticket) => {
      await catchUpTicket(given, guild, ticket, members);
      done += 1;
    });
  } finally {
    clearInterval(timer);
  }
  await sql`select private.report_catch_up(${guild.id}, null)`;
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
  members: Map<string, MirroredMember | null>,
): Promise<void> {
  const { sql, log } = given;
  try {
    const newest = await readPage(given, ticket.channel_id, {});
    const oldest = newest[0]?.id;
    if (newest.length === page && oldest && byAge(ticket.after_id, oldest) < 0)
      await recordGap(given, guild, ticket, oldest, members);
    await record(given, guild, await changedOnly(sql, newest), members);
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
  members: Map<string, MirroredMember | null>,
): Promise<void> {
  let after = ticket.after_id;
  let written: Promise<void> = Promise.resolve();
  for (;;) {
    const [messages] = await Promise.all([readPage(given, ticket.channel_id, { after }), written]);
    const missing = messages.filter((message) => byAge(message.id, until) < 0);
    written = record(given, guild, missing, members);
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

async function record(
  { sql, client }: CatchUp,
  guild: Guild,
  messages: APIMessage[],
  members: Map<string, MirroredMember | null>,
): Promise<void> {
  const kept = messages.filter(isSaid);
  if (kept.length === 0) return;
  await learnMembers(guild, kept, members);
  const where = { guildId: guild.id, applicationId: client.application.id };
  await recordMessages(
    sql,
    kept.map((message) =>
      toDiscordMessage(message, { ...where, member: members.get(message.author.id) ?? null }),
    ),
  );
}

/** REST tells no roles of authors, and roles say who is staff: the gateway is asked for those not yet known. */
async function learnMembers(
  guild: Guild,
  messages: APIMessage[],
  members: Map<string, MirroredMember | null>,
): Promise<void> {
  const people = messages
    .filter(({ author, webhook_id }) => !author.bot && !webhook_id)
    .map(({ author }) => author.id);
  const user = [...new Set(people)].filter((id) => !members.has(id));
  if (user.length === 0) return;
  const found = await guild.members.fetch({ user, time: 15_000 });
  for (const id of user) {
    const member = found.get(id);
    members.set(id, member ? fromGuildMember(member) : null);
  }
}

/** Those of which the database has no row, or one of another edit; a link's preview comes without an edit's time. */
async function changedOnly(sql: Database, messages: APIMessage[]): Promise<APIMessage[]> {
  const ids = messages.map((message) => message.id);
  const rows = await sql<{ id: string; edited_at: Date | null; embeds: number; is_over: boolean }[]>`
    select discord_message_id as id, edited_at, jsonb_array_length(embeds) as embeds,
      deleted_at is not null or kind = 'reply' as is_over
    from public.messages where discord_message_id = any (${ids})`;
  const known = new Map(rows.map((row) => [row.id, row]));
  return messages.filter((message) => {
    const row = known.get(message.id);
    if (!row) return true;
    const editedAt = message.edited_timestamp ? Date.parse(message.edited_timestamp) : null;
    return (
      !row.is_over &&
      (editedAt !== (row.edited_at?.getTime() ?? null) || row.embeds !== message.embeds.length)
    );
  });
}

/** Of the stretch that was read, what the database has and Discord has not. */
async function recordVanished(
  sql: Database,
  guildId: string,
  ticket: Ticket,
  messages: APIMessage[],
): Promise<void> {
  const from = messages.length === page ? messages[0]!.id : '0';
  const ends = [messages.at(-1)?.id, ticket.newest_id]
    .filter((id) => id !== null && id !== undefined)
    .sort(byAge);
  const to = ends.at(-1);
  if (!to) return;
  const rows = await sql<
    { id: string }[]
  >`select private.present_ids(${ticket.ticket_id}, ${from}, ${to}) as id`;
  const present = new Set(messages.map((message) => message.id));
  const gone = rows.map((row) => row.id).filter((id) => !present.has(id));
  if (gone.length) await recordDeletions(sql, guildId, ticket.channel_id, gone);
}
