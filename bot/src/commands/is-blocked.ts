import type { GuildMember } from 'discord.js';
import type { Database } from '../database/database.ts';
import { fromGuildMember } from '../discord/to-member.ts';

/** Whether the block list of the guild holds the member or one of his roles. `open_ticket` asks again, and decides. */
export async function isBlocked(sql: Database, member: GuildMember): Promise<boolean> {
  const { role_ids } = fromGuildMember(member);
  const [row] = await sql<{ is_blocked: boolean }[]>`
    select private.is_blocked(${member.guild.id}, ${member.id}, ${role_ids}) as is_blocked`;
  return row!.is_blocked;
}
