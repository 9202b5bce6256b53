import { Routes, WebhookType, type APIWebhook, type REST } from 'discord.js';

export type Webhook = { id: string; token: string };

const name = 'TicketFlow';

export type Webhooks = ReturnType<typeof createWebhooks>;

/**
 * The webhook of each channel through which replies go out. Found by its application and made when there is none; its
 * token comes from Discord and stays in memory.
 */
export function createWebhooks(rest: REST, applicationId: string) {
  const found = new Map<string, Webhook>();

  async function list(channelId: string): Promise<Webhook[]> {
    const all = (await rest.get(Routes.channelWebhooks(channelId))) as APIWebhook[];
    return all.flatMap(({ id, token, type, application_id }) =>
      type === WebhookType.Incoming && application_id === applicationId && token ? [{ id, token }] : [],
    );
  }

  return {
    /** The channel's webhook. Throws what Discord refuses: a webhook needs Manage Webhooks. */
    async of(channelId: string): Promise<Webhook> {
      const known = found.get(channelId);
      if (known) return known;
      const [first] = await list(channelId);
      const webhook = first ?? (await make(channelId));
      found.set(channelId, webhook);
      return webhook;
    },

    /** The webhook that wrote a message, when it still stands in the channel. */
    async writer(channelId: string, webhookId: string): Promise<Webhook | undefined> {
      const known = found.get(channelId);
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

/**
 * A name that Discord lets a webhook bear: 1 to 80 characters, without "discord" and "clyde"
 * (https://discord.com/developers/docs/resources/webhook#create-webhook), which get a hair space.
 */
export function webhookName(displayName: string): string {
  const safe = displayName.trim().replaceAll(/(d)(iscord)|(c)(lyde)/gi, '$1$3\u200a$2$4');
  return safe.slice(0, 80) || 'Support';
}
