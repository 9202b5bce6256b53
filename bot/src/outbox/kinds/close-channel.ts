import {
  RESTJSONErrorCodes,
  Routes,
  type APIEmbed,
  type APITextChannel,
  type APIThreadChannel,
  type DiscordAPIError,
  type Guild,
  type REST,
} from 'discord.js';
import { languages } from '@ticketflow/supabase/contracts/languages.ts';
import type { Database } from '../../database/database.ts';
import { plain } from '../../discord/escape.ts';
import { isRefusal } from '../../discord/is-refusal.ts';
import { wordsFor, type Words } from '../../words/words-for.ts';
import { compareThread } from '../compare-thread.ts';
import { assertTime, type Lease } from '../lease.ts';
import type { ChannelEntry } from '../make-channel.ts';
import type { OutboxKind } from '../outbox-kind.ts';
import { closedOverwrite } from '../overwrites.ts';
import { NotPrivate } from '../read-entry-failure.ts';
import { sendFurniture } from '../send-furniture.ts';
import { giveUpEntry, settleEntry } from '../settle.ts';
import { assertWritten, writeOverwrites } from '../write-overwrites.ts';

const gray = 0x8b9aa5;

/** What changing who may write in a channel needs. */
export type ChannelChanging = {
  sql: Database;
  rest: REST;
  guild: (id: string) => Guild | undefined;
  applicationId: string;
  /** A channel is a ticket's again. With `isLate` something may have been said there before. */
  onBound: (guildId: string, channelId: string, isLate: boolean) => void;
};

export const closeChannel = {
  work: close,
  giveUp: giveUpEntry,
} satisfies OutboxKind<'close_channel'>;

/** Takes the requester's right to write and says who closed the ticket and why. Throws what REST throws. */
async function close(given: ChannelChanging, entry: ChannelEntry, lease: Lease): Promise<void> {
  const { closed_by_name, close_reason } = entry.ticket;
  await changeChannel(given, entry, lease, (words) => ({
    color: gray,
    title: closed_by_name ? words.closedBy(plain(closed_by_name)) : words.closed,
    description: close_reason ? plain(close_reason) : undefined,
  }));
}

/** Changes who may write in a ticket's channel, and says that in the channel. Throws what REST throws. */
export async function changeChannel(
  given: ChannelChanging,
  entry: ChannelEntry,
  lease: Lease,
  embedIn: (words: Words['channel']) => APIEmbed,
): Promise<void> {
  const { ticket } = entry;
  if (!ticket.channel_id || ticket.channel_state !== 'open')
    return settleEntry(given.sql, entry, 'dropped', { code: 'no_channel' });
  const channelId = ticket.channel_id;
  const isOpen = entry.kind === 'reopen_channel';
  assertTime(lease);
  // The channel says that it is closed even when the bot could not stop the requester from writing.
  const change = () => setWriting(given, entry, channelId, isOpen).then(() => null, onlyUnwritten);
  const embed = embedIn(wordsFor(entry.language).channel);
  // The language may be another one since an earlier attempt.
  const titles = languages.map((language) => embedIn(wordsFor(language).channel).title);
  const isIt = (message: { embeds: APIEmbed[] }) => titles.includes(message.embeds[0]?.title);
  const say = () =>
    sendFurniture(given, entry, channelId, { embeds: [embed], allowed_mentions: { parse: [] } }, isIt, lease);
  let refusal: DiscordAPIError | NotPrivate | null;
  if (ticket.channel_kind === 'thread' && !isOpen) {
    // A message would wake the thread again.
    await say();
    refusal = await change();
  } else {
    refusal = await change();
    await say();
  }
  // What was said while it was closed and the bot away has not been caught up.
  if (isOpen) given.onBound(entry.guild_id, ticket.channel_id, true);
  if (refusal) throw refusal;
  await settleEntry(given.sql, entry, 'done');
}

/** Lets the requester write, or not any more, and lets in who belongs in a channel that is open again: its grants may be others now. */
async function setWriting(
  given: ChannelChanging,
  entry: ChannelEntry,
  channelId: string,
  isOpen: boolean,
): Promise<void> {
  const { ticket } = entry;
  const reason = wordsFor(entry.language).channel.auditReason(ticket.number);
  if (ticket.channel_kind === 'thread') {
    const setLock = async () => {
      const state = { body: { archived: !isOpen, locked: !isOpen }, reason };
      const answer = (await given.rest.patch(Routes.channel(channelId), state)) as APIThreadChannel;
      if (answer.thread_metadata?.locked === !isOpen) return;
      throw new NotPrivate({ code: 'lock_not_set', is_locked: !isOpen });
    };
    if (isOpen) await setLock();
    await compareThread(given, ticket, channelId);
    if (!isOpen) await setLock();
  } else if (isOpen) {
    await writeOverwrites(given, entry, channelId);
  } else {
    const overwrites = closedOverwrite(given, entry, channelId);
    const { id, ...body } = overwrites.sent[0]!;
    await given.rest.put(Routes.channelPermission(channelId, id), { body, reason });
    // Its answer is empty.
    const { permission_overwrites } = (await given.rest.get(Routes.channel(channelId))) as APITextChannel;
    const found = permission_overwrites?.filter((overwrite) => overwrite.id === id);
    assertWritten(found, overwrites);
  }
}

function onlyUnwritten(error: unknown): DiscordAPIError | NotPrivate {
  if (error instanceof NotPrivate) return error;
  if (isRefusal(error, RESTJSONErrorCodes.MissingPermissions)) return error;
  throw error;
}
