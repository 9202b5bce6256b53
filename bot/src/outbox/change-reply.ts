import { RESTJSONErrorCodes, Routes, type APIMessage } from 'discord.js';
import { isRefusal } from '../discord/is-refusal.ts';
import { recordDeletions } from '../tickets/record-deletions.ts';
import type { EntryOf } from './outbox-kind.ts';
import type { Relay } from './relay.ts';
import { settleEntry, settleReply } from './settle.ts';
import { wakeThread } from './wake-thread.ts';
import { isWebhookGone, webhookPlace, type Webhook } from './webhooks.ts';

type ReplyEntry = EntryOf<'edit_reply' | 'delete_reply'>;

type Act = (route: `/${string}`, options: { auth: boolean; query?: URLSearchParams }) => Promise<unknown>;

/** Acts on a message as the one who wrote it, which is the bot or the channel's webhook, and settles the entry. */
export async function changeReply(relay: Relay, entry: ReplyEntry, id: string, act: Act): Promise<void> {
  const { ticket } = entry;
  const channelId = ticket.channel_id!;
  const { standsIn, query } = await webhookPlace(relay, entry);
  const awake: Act = (route, options) =>
    wakeThread(relay, channelId, ticket.status === 'closed', () => act(route, options));
  const asBot = () => awake(Routes.channelMessage(channelId, id), { auth: true });
  const asWebhook = (webhook: Webhook) =>
    awake(Routes.webhookMessage(webhook.id, webhook.token, id), {
      auth: false,
      query: new URLSearchParams(query),
    });
  try {
    if (ticket.category.reply_as === 'bot') await asBot();
    else await asWebhook(await relay.webhooks.of(standsIn));
  } catch (error) {
    // Not this webhook's or not the bot's: sent before the category or the webhook changed; or really gone.
    if (!isNotItsAuthor(error)) throw error;
    if (isWebhookGone(error)) relay.webhooks.forget(standsIn);
    const written = await findMessage(relay, channelId, id);
    if (!written) return settleGone(relay, entry, id);
    const writer = written.webhook_id ? await relay.webhooks.writer(standsIn, written.webhook_id) : undefined;
    if (writer) await asWebhook(writer);
    else if (!written.webhook_id || entry.kind === 'delete_reply') await asBot();
    else {
      const reason =
        'The webhook that wrote this was deleted in Discord, so its words cannot be changed any more';
      return settleReply(relay.sql, entry, { state: 'failed', reason });
    }
  }
  await settleReply(relay.sql, entry, { state: 'sent', discordMessageId: id });
}

function isNotItsAuthor(error: unknown): boolean {
  const { UnknownMessage, CannotEditMessageAuthoredByAnotherUser } = RESTJSONErrorCodes;
  return isWebhookGone(error) || isRefusal(error, UnknownMessage, CannotEditMessageAuthoredByAnotherUser);
}

async function findMessage(relay: Relay, channelId: string, id: string): Promise<APIMessage | null> {
  try {
    return (await relay.rest.get(Routes.channelMessage(channelId, id))) as APIMessage;
  } catch (error) {
    if (isRefusal(error, RESTJSONErrorCodes.UnknownMessage)) return null;
    throw error;
  }
}

async function settleGone(relay: Relay, entry: ReplyEntry, id: string): Promise<void> {
  await recordDeletions(relay.sql, entry.guild_id, entry.ticket.channel_id!, [id]);
  await settleEntry(relay.sql, entry, entry.kind === 'delete_reply' ? 'done' : 'dropped', 'gone in Discord');
}
