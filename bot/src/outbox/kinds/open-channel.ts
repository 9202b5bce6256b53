import {
  ComponentType,
  RESTJSONErrorCodes as Code,
  type APIMessage,
  type Guild,
  type REST,
} from 'discord.js';
import type { Reason } from '@ticketflow/supabase/contracts/reasons.ts';
import { allEnded } from '../../all-ended.ts';
import { call } from '../../database/call.ts';
import type { Database } from '../../database/database.ts';
import { closeButtonId } from '../../discord/custom-ids.ts';
import { wordsFor } from '../../words/words-for.ts';
import { compareThread } from '../compare-thread.ts';
import type { Lease } from '../lease.ts';
import { findChannel, makeChannel, type ChannelEntry } from '../make-channel.ts';
import { findThread, makeThread } from '../make-thread.ts';
import { openingMessage } from '../opening-message.ts';
import type { OutboxKind } from '../outbox-kind.ts';
import { sendOwnMessage } from '../send-own-message.ts';
import { settleEntry } from '../settle.ts';

/** Why no channel could be made. */
const channelReasons: Partial<Record<number, Reason>> = {
  [Code.MissingPermissions]: { code: 'channel_forbidden' },
  [Code.UnknownChannel]: { code: 'channel_parent_gone' },
  [Code.InvalidFormBodyOrContentType]: { code: 'channel_refused' },
};

/** Why no private thread could be made, or its requester not be let in. */
const threadReasons: Partial<Record<number, Reason>> = {
  [Code.MissingPermissions]: { code: 'thread_forbidden' },
  [Code.MissingAccess]: { code: 'thread_hidden' },
  [Code.UnknownChannel]: { code: 'thread_parent_gone' },
  [Code.CannotExecuteActionOnThisChannelType]: { code: 'thread_wrong_parent' },
  [Code.MaximumActiveThreads]: { code: 'threads_full' },
  [Code.InvalidFormBodyOrContentType]: { code: 'thread_refused' },
};

export const openChannel = {
  work: open,
  async giveUp(sql, { id, ticket }, reason) {
    await call(sql, 'fail_channel', { entry: id, ticket: ticket.id, reason });
  },
  refusalReason: ({ ticket }, code) =>
    (ticket.channel_kind === 'thread' ? threadReasons : channelReasons)[code],
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
  const body = openingMessage(entry.ticket, wordsFor(entry.language).channel);
  await sendOwnMessage(given, entry, channelId, body, isOpening, lease);
}
