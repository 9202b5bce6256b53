import { Routes, type Guild, type RESTGetAPIGuildRoleMemberCountsResult } from 'discord.js';
import type { ReadDiscord } from '../discord/read-discord.ts';
import { describeError, type Log } from '../log.ts';

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
