import { RESTJSONErrorCodes, type APIEmbed, type DiscordAPIError, type Guild, type REST } from 'discord.js';
import { languages } from '@ticketflow/supabase/contracts/languages.ts';
import type { Database } from '../database/database.ts';
import { isRefusal } from '../discord/is-refusal.ts';
import { wordsFor, type Words } from '../words/words-for.ts';
import { assertTime, type Lease } from './lease.ts';
import type { ChannelEntry } from './make-channel.ts';
import { NotPrivate } from './read-entry-failure.ts';
import { sendOwnMessage } from './send-own-message.ts';
import { setWriting } from './set-writing.ts';
import { settleEntry } from './settle.ts';

/** What changing who may write in a channel needs. */
export type ChannelChanging = {
  sql: Database;
  rest: REST;
  guild: (id: string) => Guild | undefined;
  applicationId: string;
  /** A channel is a ticket's again. With `isLate` something may have been said there before. */
  onBound: (guildId: string, channelId: string, isLate: boolean) => void;
};

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
    sendOwnMessage(
      given,
      entry,
      channelId,
      { embeds: [embed], allowed_mentions: { parse: [] } },
      isIt,
      lease,
    );
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

function onlyUnwritten(error: unknown): DiscordAPIError | NotPrivate {
  if (error instanceof NotPrivate) return error;
  if (isRefusal(error, RESTJSONErrorCodes.MissingPermissions)) return error;
  throw error;
}
