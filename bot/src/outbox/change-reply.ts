import { RESTJSONErrorCodes, Routes, type APIMessage, type Guild, type REST } from 'discord.js';
import type { Database } from '../database/database.ts';
import { isRefusal } from '../discord/is-refusal.ts';
import { recordDeletions } from '../tickets/record-deletions.ts';
import type { EntryOf } from './outbox-kind.ts';
import { settleEntry, settleReply } from './settle.ts';
import { wakeThread } from './wake-thread.ts';
import { isWebhookGone, webhookPlace, type Webhook, type Webhooks } from './webhooks.ts';

type ReplyEntry = EntryOf<'edit_reply' | 'delete_reply'>;

/** What changing a reply in Discord needs. */
export type ReplyChanging = {
  sql: Database;
  rest: REST;
  webhooks: Webhooks;
  guild: (id: string) => Guild | undefined;
};

type Act = (route: `/${string}`, options: { auth: boolean; query?: URLSearchParams }) => Promise<unknown>;

/** Acts on a message as the one who wrote it, which is the bot or the channel's webhook, and settles the entry. */
export async function changeReply(
  given: ReplyChanging,
  entry: ReplyEntry,
  id: string,
  act: Act,
): Promise<void> {
  const { ticket } = entry;
  const channelId = ticket.channel_id!;
  const { standsIn, query } = await webhookPlace(given, entry);
  const awake: Act = (route, options) =>
    wakeThread(given.rest, channelId, ticket.status === 'closed', () => act(route, options));
  const asBot = () => awake(Routes.channelMessage(channelId, id), { auth: true });
  const asWebhook = (webhook: Webhook) =>
    awake(Routes.webhookMessage(webhook.id, webhook.token, id), {
      auth: false,
      query: new URLSearchParams(query),
    });
  try {
    if (ticket.category.reply_as === 'bot') await asBot();
    else await asWebhook(await given.webhooks.of(standsIn));
  } catch (error) {
    // Not this webhook's or not the bot's: sent before the category or the webhook changed; or really gone.
    if (!isNotItsAuthor(error)) throw error;
    if (isWebhookGone(error)) given.webhooks.forget(standsIn);
    const written = await findMessage(given.rest, channelId, id);
    if (!written) return settleGone(given.sql, entry, id);
    const writer = written.webhook_id ? await given.webhooks.writer(standsIn, written.webhook_id) : undefined;
    if (writer) await asWebhook(writer);
    else if (!written.webhook_id || entry.kind === 'delete_reply') await asBot();
    else return settleReply(given.sql, entry, { state: 'failed', reason: { code: 'webhook_gone' } });
  }
  await settleReply(given.sql, entry, { state: 'sent', discordMessageId: id });
}

function isNotItsAuthor(error: unknown): boolean {
  const { UnknownMessage, CannotEditMessageAuthoredByAnotherUser } = RESTJSONErrorCodes;
  return isWebhookGone(error) || isRefusal(error, UnknownMessage, CannotEditMessageAuthoredByAnotherUser);
}

async function findMessage(rest: REST, channelId: string, id: string): Promise<APIMessage | null> {
  try {
    return (await rest.get(Routes.channelMessage(channelId, id))) as APIMessage;
  } catch (error) {
    if (isRefusal(error, RESTJSONErrorCodes.UnknownMessage)) return null;
    throw error;
  }
}

async function settleGone(sql: Database, entry: ReplyEntry, id: string): Promise<void> {
  await recordDeletions(sql, entry.guild_id, entry.ticket.channel_id!, [id]);
  await settleEntry(sql, entry, entry.kind === 'delete_reply' ? 'done' : 'dropped', { code: 'message_gone' });
}
