import {
  RESTJSONErrorCodes,
  Routes,
  WebhookType,
  type Guild,
  type APIThreadChannel,
  type APIWebhook,
  type REST,
} from 'discord.js';
import type { OutboxTicket } from '@ticketflow/supabase/contracts/outbox-entry.ts';

import { isRefusal } from '../discord/is-refusal.ts';

export type Webhook = { id: string; token: string };

const name = 'TicketFlow';

export type Webhooks = ReturnType<typeof createWebhooks>;

/**
 * The webhook of each channel through which replies go out. Found by its application and made when there is none; its
 * token comes from Discord and stays in memory.
 */
export function createWebhooks(rest: REST, applicationId: string) {
  const found = new Map<string, Promise<Webhook>>();

  async function list(channelId: string): Promise<Webhook[]> {
    const all = (await rest.get(Routes.channelWebhooks(channelId))) as APIWebhook[];
    return all.flatMap(({ id, token, type, application_id }) =>
      type === WebhookType.Incoming && application_id === applicationId && token ? [{ id, token }] : [],
    );
  }

  return {
    /** The channel's webhook. Throws what Discord refuses: a webhook needs Manage Webhooks. */
    of(channelId: string): Promise<Webhook> {
      const known = found.get(channelId);
      if (known) return known;
      // Kept before it is there: the threads of one channel ask at the same time, and it takes only 15 webhooks.
      const finding = list(channelId).then(([first]) => first ?? make(channelId));
      found.set(channelId, finding);
      finding.catch(() => found.delete(channelId));
      return finding;
    },

    /** The webhook that wrote a message, when it still stands in the channel. */
    async writer(channelId: string, webhookId: string): Promise<Webhook | undefined> {
      const known = await found.get(channelId);
      if (known?.id === webhookId) return known;
      return (await list(channelId)).find(({ id }) => id === webhookId);
    },

    /** The webhook was deleted by hand, or its token changed. */
    forget(channelId: string): void {
      found.delete(channelId);
    },
  };

  async function make(channelId: string): Promise<Webhook> {
    const made = (await rest.post(Routes.channelWebhooks(channelId), { body: { name } })) as APIWebhook;
    return { id: made.id, token: made.token ?? '' };
  }
}

/** Deleted by hand, or its token renewed. */
export const isWebhookGone = (error: unknown) =>
  isRefusal(error, RESTJSONErrorCodes.UnknownWebhook, RESTJSONErrorCodes.InvalidWebhookToken);

/**
 * Where the webhook of a ticket's replies stands, and what its requests say beside. A thread has no webhooks: its parent's speaks
 * in it when it names the thread, within the parent's limit (https://discord.com/developers/docs/resources/webhook#execute-webhook).
 */
export async function webhookPlace(
  { rest, guild }: { rest: REST; guild: (id: string) => Guild | undefined },
  { guild_id, ticket }: { guild_id: string; ticket: OutboxTicket },
): Promise<{ standsIn: string; query: Record<string, string> }> {
  const id = ticket.channel_id!;
  if (ticket.channel_kind === 'channel') return { standsIn: id, query: {} };
  // discord.js knows the threads that are not archived.
  const known = guild(guild_id)?.channels.cache.get(id)?.parentId;
  const parent = known ?? ((await rest.get(Routes.channel(id))) as APIThreadChannel).parent_id!;
  return { standsIn: parent, query: { thread_id: id } };
}

/**
 * A name that Discord lets a webhook bear: 1 to 80 characters, without "discord" and "clyde"
 * (https://discord.com/developers/docs/resources/webhook#create-webhook), which get a hair space. `staff` stands in for no name.
 */
export function webhookName(displayName: string, staff: string): string {
  const safe = displayName.trim().replaceAll(/(d)(iscord)|(c)(lyde)/gi, '$1$3\u200a$2$4');
  return safe.slice(0, 80) || staff;
}
