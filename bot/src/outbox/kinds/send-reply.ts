import {
  Routes,
  type APIMessage,
  type Guild,
  type RawFile,
  type REST,
  type RESTPostAPIChannelMessageJSONBody,
} from 'discord.js';
import type { Reason } from '@ticketflow/supabase/contracts/reasons.ts';
import type { Database } from '../../database/database.ts';
import { nonceOf } from '../../discord/nonce.ts';
import { StorageRefusal, type Bucket } from '../../storage/bucket.ts';
import { wordsFor } from '../../words/words-for.ts';
import { isNonceKnown } from '../is-nonce-known.ts';
import { assertTime, type Lease } from '../lease.ts';
import { mentionsOfReplies } from '../mentions-of-replies.ts';
import type { EntryOf, OutboxKind } from '../outbox-kind.ts';
import { readBack } from '../read-back.ts';
import { giveUpReply, settleEntry, settleReply } from '../settle.ts';
import { isWebhookGone, webhookName, webhookPlace, type Webhooks } from '../webhooks.ts';
import { withFiles } from '../with-files.ts';

type ReplyEntry = EntryOf<'send_reply'>;

type Given = {
  sql: Database;
  rest: REST;
  webhooks: Webhooks;
  guild: (id: string) => Guild | undefined;
  applicationId: string;
  cdnUrl: string;
  /** Null: this bot has no key to the files. */
  bucket: Bucket | null;
  /** This process's name on leases. */
  worker: string;
};

export const sendReply = {
  work: deliver,
  giveUp: giveUpReply,
  isUntouched: ({ was_attempted }) => !was_attempted,
} satisfies OutboxKind<'send_reply'>;

/**
 * Sends a reply of the desk, under the agent's name by webhook or as the bot. A reply whose earlier attempt may have
 * arrived is looked for first and never sent blindly. Throws what REST throws.
 */
async function deliver(given: Given, entry: ReplyEntry, lease: Lease): Promise<void> {
  const { ticket, message } = entry;
  if (message.discord_message_id) {
    return settleReply(given.sql, entry, { state: 'sent', discordMessageId: message.discord_message_id });
  }
  if (message.is_deleted && !entry.was_attempted)
    return settleEntry(given.sql, entry, 'dropped', { code: 'deleted' });
  if (!ticket.channel_id || ticket.channel_state !== 'open') {
    return settleReply(given.sql, entry, { state: 'failed', reason: { code: 'no_channel' } });
  }
  const isByBot = ticket.category.reply_as === 'bot';
  if (entry.was_attempted && !(isByBot && !message.is_deleted && isNonceKnown(entry))) {
    const back = await readBack(given, {
      channelId: ticket.channel_id,
      after: entry.after_id ?? ticket.channel_id,
      body: message.body,
      files: message.files,
      isCandidate: (candidate) => isReply(candidate, given.applicationId, isByBot),
    });
    if (back.state === 'found')
      return settleReply(given.sql, entry, { state: 'sent', discordMessageId: back.id });
    if (message.is_deleted) return settleEntry(given.sql, entry, 'dropped', { code: 'deleted' });
    if (back.state === 'unsure')
      return settleReply(given.sql, entry, { state: 'unknown', reason: { code: 'connection_broke' } });
  }
  if (message.files.length && !given.bucket)
    return settleReply(given.sql, entry, { state: 'failed', reason: { code: 'no_file_key' } });
  const send = isByBot ? sendAsBot : sendByWebhook;
  try {
    const held = { lane: `ticket:${ticket.id}`, files: message.files, lease };
    const sent = await withFiles(given, held, (files) => send(given, entry, lease, files));
    await settleReply(given.sql, entry, { state: 'sent', discordMessageId: sent.id });
  } catch (error) {
    if (!(error instanceof StorageRefusal)) throw error;
    const { status } = error;
    const reason: Reason = [400, 404].includes(status)
      ? { code: 'file_gone' }
      : { code: 'storage_refuses', status };
    await settleReply(given.sql, entry, { state: 'failed', reason });
  }
}

function isReply(message: APIMessage, applicationId: string, isByBot: boolean): boolean {
  // What the bot says by itself are embeds alone.
  if (isByBot)
    return message.author.id === applicationId && (message.content !== '' || message.attachments.length > 0);
  return message.webhook_id !== undefined && message.application_id === applicationId;
}

async function sendAsBot(
  { rest }: Given,
  entry: ReplyEntry,
  lease: Lease,
  files: RawFile[],
): Promise<APIMessage> {
  const { message, ticket } = entry;
  const body: RESTPostAPIChannelMessageJSONBody = {
    content: message.body,
    allowed_mentions: { ...mentionsOfReplies, replied_user: false },
    nonce: nonceOf(message.id),
    enforce_nonce: true,
  };
  if (message.reply_to_discord_id) {
    body.message_reference = { message_id: message.reply_to_discord_id, fail_if_not_exists: false };
  }
  assertTime(lease);
  return (await rest.post(Routes.channelMessages(ticket.channel_id!), { body, files })) as APIMessage;
}

async function sendByWebhook(
  given: Given,
  entry: ReplyEntry,
  lease: Lease,
  files: RawFile[],
): Promise<APIMessage> {
  const place = await webhookPlace(given, entry);
  const body = toWebhookMessage(given.cdnUrl, entry);
  const query = new URLSearchParams({ wait: 'true', ...place.query });
  const send = async () => {
    const { id, token } = await given.webhooks.of(place.standsIn);
    assertTime(lease);
    const request = { auth: false, query, body, files };
    return (await given.rest.post(Routes.webhook(id, token), request)) as APIMessage;
  };
  return send().catch((error: unknown) => {
    // Deleted by hand, or its token renewed: nothing was sent, and the next look finds or makes another.
    if (!isWebhookGone(error)) throw error;
    given.webhooks.forget(place.standsIn);
    return send();
  });
}

function toWebhookMessage(cdnUrl: string, { guild_id, language, ticket, message }: ReplyEntry) {
  const words = wordsFor(language).channel;
  const { author_id, author_avatar_hash } = message;
  // A webhook cannot reply (https://discord.com/developers/docs/resources/webhook#execute-webhook): a link stands in.
  const link = `https://discord.com/channels/${guild_id}/${ticket.channel_id}/${message.reply_to_discord_id}`;
  return {
    content: message.body,
    username: webhookName(message.author_name, words.staff),
    allowed_mentions: mentionsOfReplies,
    ...(author_avatar_hash
      ? { avatar_url: `${cdnUrl}/avatars/${author_id}/${author_avatar_hash}.png?size=128` }
      : {}),
    ...(message.reply_to_discord_id ? { embeds: [{ description: words.inReplyTo(link) }] } : {}),
  };
}
