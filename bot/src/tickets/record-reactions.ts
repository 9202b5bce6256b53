import type { Reaction } from '@ticketflow/supabase/contracts/discord-message.ts';
import { call } from '../database/call.ts';
import { insist, type Database } from '../database/database.ts';

/** Records the reactions of a channel's messages as Discord shows them now; of one message the last counts. Idempotent. */
export async function recordReactions(
  sql: Database,
  guildId: string,
  channelId: string,
  told: { id: string; reactions: Reaction[] }[],
): Promise<void> {
  const last = new Map(told.map(({ id, reactions }) => [id, { id, reactions }]));
  const reactions = [...last.values()];
  await insist(() => call(sql, 'record_reactions', { guild: guildId, channel: channelId, reactions }));
}
