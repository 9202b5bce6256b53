import { ComponentType, type APIMessage } from 'discord.js';
import { allEnded } from '../all-ended.ts';
import { closeButtonId } from '../discord/custom-ids.ts';
import { compareThread } from './compare-thread.ts';
import { findChannel, makeChannel, type ChannelEntry } from './make-channel.ts';
import { findThread, makeThread } from './make-thread.ts';
import { openingMessage } from './opening-message.ts';
import type { Lease } from './lease.ts';
import type { Relay } from './relay.ts';
import { sendFurniture } from './send-furniture.ts';
import { settleEntry } from './settle.ts';

/**
 * Makes a ticket's channel with its opening message, which are two requests, or its private thread, to which its requester is
 * added by a third. After a crash the same code finds what stands already and goes on from there. Returns the channel's id.
 * Throws what REST throws.
 */
export async function openChannel(relay: Relay, entry: ChannelEntry, lease: Lease): Promise<string> {
  const { ticket } = entry;
  const isThread = ticket.channel_kind === 'thread';
  const bound = ticket.channel_state === 'open' ? ticket.channel_id : null;
  const find = isThread ? findThread : findChannel;
  const make = isThread ? makeThread : makeChannel;
  const found = bound || !entry.was_attempted ? null : await find(relay, entry);
  const channelId = bound ?? found?.id ?? (await make(relay, entry, lease)).id;
  const steps = [() => postOpening(relay, entry, channelId, lease)];
  if (!bound) steps.unshift(() => bindChannel(relay, entry, channelId));
  if (isThread) steps.push(() => compareThread(relay, ticket, channelId, !entry.was_attempted));
  // All end before a failure is told: a channel bound after that would pass for open.
  await allEnded(steps.map((step) => step()));
  relay.onBound(entry.guild_id, channelId, entry.was_attempted);
  await settleEntry(relay.sql, entry, 'done');
  return channelId;
}

async function bindChannel({ sql }: Relay, { id, ticket }: ChannelEntry, channelId: string): Promise<void> {
  await sql`select private.bind_channel(${id}, ${ticket.id}, ${channelId})`;
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
