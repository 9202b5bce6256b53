import { call } from '../database/call.ts';
import { insist, type Database } from '../database/database.ts';

/** Records that messages of a channel are gone in Discord, also when they were never seen. Idempotent. */
export async function recordDeletions(
  sql: Database,
  guildId: string,
  channelId: string,
  ids: string[],
): Promise<void> {
  await insist(() => call(sql, 'record_deletions', { guild: guildId, channel: channelId, ids }));
}

/** Records that a channel is gone in Discord. Does nothing where it is not a ticket's. Idempotent. */
export async function recordChannelDeleted(sql: Database, guildId: string, channelId: string): Promise<void> {
  await insist(() => call(sql, 'record_channel_deleted', { guild: guildId, channel: channelId }));
}
