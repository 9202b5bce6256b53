import { call } from '../database/call.ts';
import type { Database } from '../database/database.ts';

/** What a panel that stands in Discord is known by. */
export type StandingPanel = { guild_id: string; channel_id: string; message_id: string };

type Given = {
  sql: Database;
  /** What was deleted could not be written. */
  onFailure: (error: unknown) => void;
};

export type PanelMessages = ReturnType<typeof watchPanels>;

/**
 * Hears that a panel's message or channel was deleted by hand, and has the panel say so. Remembers in which channels panels
 * stand, so that what is deleted elsewhere does not reach the database; which message is a panel's is the database's to say.
 */
export function watchPanels({ sql, onFailure }: Given) {
  const channels = new Set<string>();

  return {
    /** A panel stands in this channel. */
    add(channelId: string): void {
      channels.add(channelId);
    },

    messagesGone(guildId: string, channelId: string, ids: string[]): void {
      if (channels.has(channelId)) recordPanelsGone(sql, guildId, ids, null).catch(onFailure);
    },

    channelGone(guildId: string, channelId: string): void {
      if (!channels.delete(channelId)) return;
      recordPanelsGone(sql, guildId, [], channelId).catch(onFailure);
    },

    /** Fills the memory with the channels of all panels that stand. */
    async load(): Promise<void> {
      const rows = await sql<{ channel_id: string }[]>`
        select channel_id from public.panels where message_id is not null`;
      for (const row of rows) channels.add(row.channel_id);
    },
  };
}

/** These messages, or this channel, are gone in Discord: panels that stood there say so. Idempotent. */
export async function recordPanelsGone(
  sql: Database,
  guildId: string,
  messageIds: string[],
  channelId: string | null,
): Promise<void> {
  await call(sql, 'record_panels_gone', { guild: guildId, messages: messageIds, channel: channelId });
}
