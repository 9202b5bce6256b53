import { ChannelType, Routes, type APIChannel, type APITextChannel, type Guild, type REST } from 'discord.js';
import type { OutboxEntry } from '@ticketflow/supabase/contracts/outbox-entry.ts';
import type { Database } from '../database/database.ts';
import { byAge } from '../discord/snowflake.ts';
import { channelName } from './channel-name.ts';
import { assertTime, type Lease } from './lease.ts';
import { ticketOverwrites } from './overwrites.ts';

export type ChannelEntry = Extract<
  OutboxEntry,
  { kind: 'open_channel' | 'close_channel' | 'reopen_channel' }
>;

type Channel = APITextChannel;

type Making = { rest: REST; guild: (id: string) => Guild | undefined; applicationId: string };

/** Makes a ticket's channel, which only those may see whom it is for. */
export async function makeChannel(
  { rest, guild, applicationId }: Making,
  { guild_id, ticket }: ChannelEntry,
  lease: Lease,
): Promise<Channel> {
  assertTime(lease);
  return (await rest.post(Routes.guildChannels(guild_id), {
    reason: `Ticket ${ticket.number}`,
    body: {
      type: ChannelType.GuildText,
      name: channelName(ticket),
      topic: `${ticket.category.name} · ${ticket.subject}`.slice(0, 1024),
      ...(ticket.category.channel_parent_id ? { parent_id: ticket.category.channel_parent_id } : {}),
      permission_overwrites: ticketOverwrites(guild(guild_id), guild_id, applicationId, ticket),
    },
  })) as Channel;
}

/** The channel that an attempt made before it was cut off: of the ticket's name, in its place, for its requester, no other ticket's. */
export async function findChannel(
  { sql, rest }: { sql: Database; rest: REST },
  { guild_id, ticket, after_id }: ChannelEntry,
): Promise<Channel | undefined> {
  const all = (await rest.get(Routes.guildChannels(guild_id))) as APIChannel[];
  const alike = all.filter((channel): channel is Channel => {
    if (channel.type !== ChannelType.GuildText || channel.name !== channelName(ticket)) return false;
    const isInPlace = (channel.parent_id ?? null) === ticket.category.channel_parent_id;
    const isForRequester =
      channel.permission_overwrites?.some(({ id }) => id === ticket.requester_id) ?? false;
    return isInPlace && isForRequester && byAge(channel.id, after_id ?? '0') > 0;
  });
  return (await untaken(sql, alike))[0];
}

/** Those of some channels that are no ticket's yet. */
export async function untaken<T extends { id: string }>(sql: Database, channels: T[]): Promise<T[]> {
  if (channels.length === 0) return [];
  const taken = await sql<{ channel_id: string }[]>`
    select channel_id from public.tickets where channel_id = any (${channels.map((channel) => channel.id)})`;
  const takenIds = new Set(taken.map((row) => row.channel_id));
  return channels.filter((channel) => !takenIds.has(channel.id));
}
