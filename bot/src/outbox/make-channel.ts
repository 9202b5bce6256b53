import {
  ChannelType,
  RESTJSONErrorCodes,
  Routes,
  type APIChannel,
  type APITextChannel,
  type Guild,
  type REST,
} from 'discord.js';
import type { OutboxEntry } from '@ticketflow/supabase/contracts/outbox-entry.ts';
import type { Database } from '../database/database.ts';
import { isRefusal } from '../discord/is-refusal.ts';
import { byAge } from '../discord/snowflake.ts';
import { wordsFor } from '../words/words-for.ts';
import { channelName } from './channel-name.ts';
import { isAsMeant, namesOf } from './fit-overwrites.ts';
import { assertTime, type Lease } from './lease.ts';
import { ticketOverwrites } from './overwrites.ts';
import { NotPrivate, readEntryFailure } from './read-entry-failure.ts';
import { writeOverwrites } from './write-overwrites.ts';

export type ChannelEntry = Extract<
  OutboxEntry,
  { kind: 'open_channel' | 'close_channel' | 'reopen_channel' }
>;

type Channel = APITextChannel;

type Making = { rest: REST; guild: (id: string) => Guild | undefined; applicationId: string };

/** Makes a ticket's channel, which only those may see whom it is for. Throws NotPrivate when others could. */
export async function makeChannel(given: Making, entry: ChannelEntry, lease: Lease): Promise<Channel> {
  const { guild_id, ticket } = entry;
  const overwrites = ticketOverwrites(given, entry, null);
  if (overwrites.lacking) {
    const permissions = namesOf(overwrites.lacking);
    const where = ticket.category.channel_parent_id ? 'category' : 'guild';
    throw new NotPrivate({ code: 'cannot_hide', permissions, in: where });
  }
  assertTime(lease);
  const channel = (await given.rest.post(Routes.guildChannels(guild_id), {
    reason: wordsFor(entry.language).channel.auditReason(ticket.number),
    body: {
      type: ChannelType.GuildText,
      name: channelName(ticket),
      topic: `${ticket.category.name} · ${ticket.subject}`.slice(0, 1024),
      ...(ticket.category.channel_parent_id ? { parent_id: ticket.category.channel_parent_id } : {}),
      permission_overwrites: overwrites.sent,
    },
  })) as Channel;
  if (!isAsMeant(channel.permission_overwrites, overwrites)) await discard(given.rest, channel.id, 'channel');
  return channel;
}

/** Deletes what Discord made open to others, and throws NotPrivate. */
export async function discard(rest: REST, id: string, made: 'channel' | 'thread'): Promise<never> {
  await rest.delete(Routes.channel(id)).catch((error: unknown) => {
    if (!isRefusal(error, RESTJSONErrorCodes.UnknownChannel)) throw error;
  });
  throw new NotPrivate({ code: 'made_open', made });
}

/**
 * The channel that an attempt made before it was cut off: of the ticket's name, in its place, for its requester, no other
 * ticket's. Who sees it is brought in line with what is meant now; where that cannot be done, it is deleted.
 */
export async function findChannel(
  given: Making & { sql: Database },
  entry: ChannelEntry,
): Promise<Channel | undefined> {
  const { guild_id, ticket, after_id } = entry;
  const all = (await given.rest.get(Routes.guildChannels(guild_id))) as APIChannel[];
  const alike = all.filter((channel): channel is Channel => {
    if (channel.type !== ChannelType.GuildText || channel.name !== channelName(ticket)) return false;
    const isInPlace = (channel.parent_id ?? null) === ticket.category.channel_parent_id;
    const isForRequester =
      channel.permission_overwrites?.some(({ id }) => id === ticket.requester_id) ?? false;
    return isInPlace && isForRequester && byAge(channel.id, after_id ?? '0') > 0;
  });
  const [found] = await untaken(given.sql, alike);
  if (found && !isAsMeant(found.permission_overwrites, ticketOverwrites(given, entry, found.id)))
    await writeOverwrites(given, entry, found.id).catch(async (error: unknown) => {
      const { state } = readEntryFailure(error);
      if (state === 'refused' || state === 'not private') await discard(given.rest, found.id, 'channel');
      throw error;
    });
  return found;
}

/** Those of some channels that are no ticket's yet. */
export async function untaken<T extends { id: string }>(sql: Database, channels: T[]): Promise<T[]> {
  if (channels.length === 0) return [];
  const taken = await sql<{ channel_id: string }[]>`
    select channel_id from public.tickets where channel_id = any (${channels.map((channel) => channel.id)})`;
  const takenIds = new Set(taken.map((row) => row.channel_id));
  return channels.filter((channel) => !takenIds.has(channel.id));
}
