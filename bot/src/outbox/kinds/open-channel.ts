import {
  ComponentType,
  RESTJSONErrorCodes as Code,
  type APIMessage,
  type Guild,
  type REST,
} from 'discord.js';
import { allEnded } from '../../all-ended.ts';
import { call } from '../../database/call.ts';
import type { Database } from '../../database/database.ts';
import { closeButtonId } from '../../discord/custom-ids.ts';
import { compareThread } from '../compare-thread.ts';
import type { Lease } from '../lease.ts';
import { findChannel, makeChannel, type ChannelEntry } from '../make-channel.ts';
import { findThread, makeThread } from '../make-thread.ts';
import { openingMessage } from '../opening-message.ts';
import type { OutboxKind } from '../outbox-kind.ts';
import { sendFurniture } from '../send-furniture.ts';
import { settleEntry } from '../settle.ts';

/** Why no channel could be made. */
const channelWords: Partial<Record<number, string>> = {
  [Code.MissingPermissions]:
    'The bot may not make channels here: it needs Manage Channels, and every permission that it gives there',
  [Code.UnknownChannel]: 'The channel category for these tickets is gone in Discord',
  [Code.InvalidFormBodyOrContentType]:
    'Discord refuses the channel: its category in Discord is full (50 channels) or gone, or its name is not allowed',
};

/** Why no private thread could be made, or its requester not be let in. */
const threadWords: Partial<Record<number, string>> = {
  [Code.MissingPermissions]:
    'The bot may not make private threads there: it needs Create Private Threads, Send Messages in Threads and Manage Threads',
  [Code.MissingAccess]:
    'The bot or the member cannot see the channel in which these threads open: give both View Channel there',
  [Code.UnknownChannel]: 'The channel in which these threads open is gone in Discord',
  [Code.CannotExecuteActionOnThisChannelType]:
    'Private threads open in text channels only: choose another channel for this category',
  [Code.MaximumActiveThreads]: 'This server has as many active threads as Discord allows',
  [Code.InvalidFormBodyOrContentType]: 'Discord refuses the thread: its name is not allowed',
};

export const openChannel = {
  work: open,
  async giveUp(sql, { id, ticket }, words) {
    await call(sql, 'fail_channel', { entry: id, ticket: ticket.id, reason: words });
  },
  mayNot: 'make channels',
  refusalWords: ({ ticket }, code) => (ticket.channel_kind === 'thread' ? threadWords : channelWords)[code],
} satisfies OutboxKind<'open_channel'>;

type Given = {
  sql: Database;
  rest: REST;
  guild: (id: string) => Guild | undefined;
  applicationId: string;
  /** A channel is a ticket's from now on. With `isLate` something may have been said there before. */
  onBound: (guildId: string, channelId: string, isLate: boolean) => void;
};

/**
 * Makes a ticket's channel with its opening message, which are two requests, or its private thread, to which its requester is
 * added by a third. After a crash the same code finds what stands already and goes on from there. Returns the channel's id.
 * Throws what REST throws.
 */
async function open(given: Given, entry: ChannelEntry, lease: Lease): Promise<string> {
  const { ticket } = entry;
  const isThread = ticket.channel_kind === 'thread';
  const bound = ticket.channel_state === 'open' ? ticket.channel_id : null;
  const find = isThread ? findThread : findChannel;
  const make = isThread ? makeThread : makeChannel;
  const found = bound || !entry.was_attempted ? null : await find(given, entry);
  const channelId = bound ?? found?.id ?? (await make(given, entry, lease)).id;
  const steps = [() => postOpening(given, entry, channelId, lease)];
  if (!bound) steps.unshift(() => bindChannel(given.sql, entry, channelId));
  if (isThread) steps.push(() => compareThread(given, ticket, channelId, !entry.was_attempted));
  // All end before a failure is told: a channel bound after that would pass for open.
  await allEnded(steps.map((step) => step()));
  given.onBound(entry.guild_id, channelId, entry.was_attempted);
  await settleEntry(given.sql, entry, 'done');
  return channelId;
}

async function bindChannel(sql: Database, { ticket }: ChannelEntry, channelId: string): Promise<void> {
  await call(sql, 'bind_channel', { ticket: ticket.id, channel: channelId });
}

async function postOpening(
  given: Given,
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
  await sendFurniture(given, entry, channelId, openingMessage(entry.ticket), isOpening, lease);
}
