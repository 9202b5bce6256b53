import {
  ChannelType,
  ComponentType,
  Routes,
  type APIChannel,
  type APITextChannel,
  type APIMessage,
} from 'discord.js';
import type { OutboxEntry } from '@ticketflow/supabase/contracts/outbox-entry.ts';
import { closeButtonId } from '../commands/custom-ids.ts';
import { timeOf } from '../snowflake.ts';
import { channelName } from './channel-name.ts';
import { openingMessage } from './opening-message.ts';
import { ticketOverwrites } from './overwrites.ts';
import { assertTime, type Lease, type Relay } from './relay.ts';
import { sendFurniture } from './send-furniture.ts';
import { settleEntry } from './settle.ts';

export type ChannelEntry = Extract<
  OutboxEntry,
  { kind: 'open_channel' | 'close_channel' | 'reopen_channel' }
>;

type Channel = APITextChannel;

/**
 * Makes a ticket's channel with its opening message: two requests. After a crash the same code finds what stands
 * already and goes on from there. Returns the channel's id. Throws what REST throws.
 */
export async function openChannel(relay: Relay, entry: ChannelEntry, lease: Lease): Promise<string> {
  const { ticket } = entry;
  const bound = ticket.channel_state === 'open' ? ticket.channel_id : null;
  const found = bound || !entry.was_attempted ? null : await findChannel(relay, entry);
  const channelId = bound ?? found?.id ?? (await makeChannel(relay, entry, lease)).id;
  const bind = bound ? null : relay.sql`select private.bind_channel(${entry.id}, ${ticket.id}, ${channelId})`;
  await Promise.all([bind, postOpening(relay, entry, channelId, lease)]);
  relay.onBound(entry.guild_id, channelId, entry.was_attempted);
  await settleEntry(relay.sql, entry, 'done');
  return channelId;
}

async function makeChannel(relay: Relay, { guild_id, ticket }: ChannelEntry, lease: Lease): Promise<Channel> {
  assertTime(lease);
  return (await relay.rest.post(Routes.guildChannels(guild_id), {
    reason: `Ticket ${ticket.number}`,
    body: {
      type: ChannelType.GuildText,
      name: channelName(ticket),
      topic: `${ticket.category.name} · ${ticket.subject}`.slice(0, 1024),
      ...(ticket.category.channel_parent_id ? { parent_id: ticket.category.channel_parent_id } : {}),
      permission_overwrites: ticketOverwrites(relay.guild(guild_id), guild_id, relay.applicationId, ticket),
    },
  })) as Channel;
}

/** The channel that an attempt made before it was cut off: of the ticket's name, in its place, for its requester, no other ticket's. */
async function findChannel(
  relay: Relay,
  { guild_id, ticket, attempted_at }: ChannelEntry,
): Promise<Channel | undefined> {
  const all = (await relay.rest.get(Routes.guildChannels(guild_id))) as APIChannel[];
  const since = Date.parse(attempted_at!) - 5000;
  const alike = all.filter((channel): channel is Channel => {
    if (channel.type !== ChannelType.GuildText || channel.name !== channelName(ticket)) return false;
    const isInPlace = (channel.parent_id ?? null) === ticket.category.channel_parent_id;
    const isForRequester =
      channel.permission_overwrites?.some(({ id }) => id === ticket.requester_id) ?? false;
    return isInPlace && isForRequester && timeOf(channel.id) >= since;
  });
  if (alike.length === 0) return undefined;
  const taken = await relay.sql<{ channel_id: string }[]>`
    select channel_id from public.tickets where channel_id = any (${alike.map((channel) => channel.id)})`;
  const takenIds = new Set(taken.map((row) => row.channel_id));
  return alike.find((channel) => !takenIds.has(channel.id));
}

async function postOpening(
  relay: Relay,
  entry: ChannelEntry,
  channelId: string,
  lease: Lease,
): Promise<void> {
  const id = closeButtonId(entry.ticket.id);
  const isOpening = (message: APIMessage) =>
    message.components?.some(
      (row) =>
        row.type === ComponentType.ActionRow &&
        row.components.some((part) => 'custom_id' in part && part.custom_id === id),
    ) ?? false;
  await sendFurniture(relay, entry, channelId, openingMessage(entry.ticket), isOpening, lease);
}
