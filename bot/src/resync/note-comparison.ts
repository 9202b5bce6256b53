import type { Client } from 'discord.js';
import { countRoles } from '../access/count-roles.ts';
import { call } from '../database/call.ts';
import type { Database } from '../database/database.ts';
import type { ReadDiscord } from '../discord/read-discord.ts';
import { describeError, type Log } from '../log.ts';

/** Of one guild, counts are asked for at most this often (ms), however often it is compared. */
const countEvery = 60_000;

/**
 * Tells the database which guilds have been compared, with their counts, one guild after another and waited for by nobody:
 * thousands of guilds must neither delay a start nor take Discord's requests from replies.
 */
export function createComparisonNotes({
  sql,
  client,
  read,
  log,
}: {
  sql: Database;
  client: Client;
  read: ReadDiscord;
  log: Log;
}) {
  const guild = (id: string) => client.guilds.cache.get(id);
  const waiting = new Set<string>();
  const countedAt = new Map<string, number>();
  let isWorking = false;

  async function note(guildId: string): Promise<void> {
    const isRecent = Date.now() - (countedAt.get(guildId) ?? -Infinity) < countEvery;
    if (!isRecent) countedAt.set(guildId, Date.now());
    const counts = isRecent ? {} : await countRoles({ read, guild, log }, guildId);
    await call(sql, 'note_comparison', { guild: guildId, counts });
  }

  async function work(): Promise<void> {
    isWorking = true;
    for (const guildId of waiting) {
      waiting.delete(guildId);
      if (guild(guildId))
        await note(guildId).catch((error: unknown) =>
          log.warn(describeError(error), 'a comparison could not be noted'),
        );
      else countedAt.delete(guildId);
    }
    isWorking = false;
  }

  return {
    add(guildId: string): void {
      waiting.add(guildId);
      if (!isWorking) void work();
    },
  };
}
