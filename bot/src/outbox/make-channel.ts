import {
  ChannelType,
  DiscordAPIError,
  RESTJSONErrorCodes,
  Routes,
  type APIChannel,
  type APITextChannel,
} from 'discord.js';
import type { OutboxEntry } from '@ticketflow/supabase/contracts/outbox-entry.ts';
import { byAge } from '../snowflake.ts';
import { channelName } from './channel-name.ts';
import { isAsMeant, permissionNames } from './fit-overwrites.ts';
import { ticketOverwrites } from './overwrites.ts';
import { readFailure } from './read-failure.ts';
import { assertTime, NotPrivate, type Lease, type Relay } from './relay.ts';
import { writeOverwrites } from './set-overwrites.ts';

export type ChannelEntry = Extract<
  OutboxEntry,
  { kind: 'open_channel' | 'close_channel' | 'reopen_channel' }
>;

type Channel = APITextChannel;

/** Makes a ticket's channel, which only those may see whom it is for. Throws NotPrivate when others could. */
export async function makeChannel(relay: Relay, entry: ChannelEntry, lease: Lease): Promise<Channel> {
  const { guild_id, ticket } = entry;
  const overwrites = ticketOverwrites(relay, entry, null);
  if (overwrites.lacking) {
    const where = ticket.category.channel_parent_id ? 'the channel category of these tickets' : 'this server';
    const lacks = `it lacks ${permissionNames(overwrites.lacking)} in ${where}`;
    throw new NotPrivate(`The bot cannot keep this ticket private: ${lacks}`);
  }
  assertTime(lease);
  const channel = (await relay.rest.post(Routes.guildChannels(guild_id), {
    reason: `Ticket ${ticket.number}`,
    body: {
      type: ChannelType.GuildText,
      name: channelName(ticket),
      topic: `${ticket.category.name} · ${ticket.subject}`.slice(0, 1024),
      ...(ticket.category.channel_parent_id ? { parent_id: ticket.category.channel_parent_id } : {}),
      permission_overwrites: overwrites.sent,
    },
  })) as Channel;
  if (!isAsMeant(channel.permission_overwrites, overwrites)) await discard(relay, channel.id, 'channel');
  return channel;
}

/** Deletes what Discord made open to others, and throws NotPrivate. */
export async function discard({ rest }: Relay, id: string, what: 'channel' | 'thread'): Promise<never> {
  await rest.delete(Routes.channel(id)).catch((error: unknown) => {
    const isGone = error instanceof DiscordAPIError && error.code === RESTJSONErrorCodes.UnknownChannel;
    if (!isGone) throw error;
  });
  throw new NotPrivate(`Discord did not make the ${what} private as the bot asked: the bot deleted it again`);
}

/**
 * The channel that an attempt made before it was cut off: of the ticket's name, in its place, for its requester, no other
 * ticket's. Who sees it is brought in line with what is meant now; where that cannot be done, it is deleted.
 */
export async function findChannel(relay: Relay, entry: ChannelEntry): Promise<Channel | undefined> {
  const { guild_id, ticket, after_id } = entry;
  const all = (await relay.rest.get(Routes.guildChannels(guild_id))) as APIChannel[];
  const alike = all.filter((channel): channel is Channel => {
    if (channel.type !== ChannelType.GuildText || channel.name !== channelName(ticket)) return false;
    const isInPlace = (channel.parent_id ?? null) === ticket.category.channel_parent_id;
    const isForRequester =
      channel.permission_overwrites?.some(({ id }) => id === ticket.requester_id) ?? false;
    return isInPlace && isForRequester && byAge(channel.id, after_id ?? '0') > 0;
  });
  const [found] = await untaken(relay, alike);
  if (found && !isAsMeant(found.permission_overwrites, ticketOverwrites(relay, entry, found.id)))
    await writeOverwrites(relay, entry, found.id).catch(async (error: unknown) => {
      const { state } = readFailure(error);
      if (state === 'refused' || state === 'not private') await discard(relay, found.id, 'channel');
      throw error;
    });
  return found;
}

/** Those of some channels that are no ticket's yet. */
export async function untaken<T extends { id: string }>({ sql }: Relay, channels: T[]): Promise<T[]> {
  if (channels.length === 0) return [];
  const taken = await sql<{ channel_id: string }[]>`
    select channel_id from public.tickets where channel_id = any (${channels.map((channel) => channel.id)})`;
  const takenIds = new Set(taken.map((row) => row.channel_id));
  return channels.filter((channel) => !takenIds.has(channel.id));
}
