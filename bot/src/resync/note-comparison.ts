import { Routes, type Client, type Guild, type RESTGetAPIGuildRoleMemberCountsResult } from 'discord.js';
import type { Database } from '../database/database.ts';
import { describeError, type Log } from '../log.ts';
import type { ReadDiscord } from '../discord/read-discord.ts';

/** Of one guild, counts are asked for at most this often (ms), however often it is compared. */
const countEvery = 60_000;

/** Members of each role by its id. */
export type RoleCounts = RESTGetAPIGuildRoleMemberCountsResult;

/**
 * How many members hold each role, as Discord counts them. It leaves out @everyone
 * (https://discord.com/developers/docs/resources/guild#get-guild-role-member-counts), which all members of the guild hold.
 * Nothing when Discord does not say: a comparison is one without counts too.
 */
export async function countRoles(
  { read, guild, log }: { read: ReadDiscord; guild: (id: string) => Guild | undefined; log: Log },
  guildId: string,
): Promise<RoleCounts> {
  try {
    const counts = await read<RoleCounts>(Routes.guildRoleMemberCounts(guildId));
    const members = guild(guildId)?.memberCount;
    return members === undefined ? counts : { ...counts, [guildId]: members };
  } catch (error) {
    log.warn({ guild: guildId, ...describeError(error) }, "a guild's members could not be counted by role");
    return {};
  }
}

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
    await sql`select private.note_comparison(${guildId}, ${sql.json(counts)})`;
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
