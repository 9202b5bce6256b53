import type { GuildMember } from 'discord.js';
import type { Act } from '@ticketflow/supabase/contracts/acts.ts';
import type { Database } from '../database/database.ts';
import { fromGuildMember } from '../discord/to-member.ts';

/** A member's interaction with the bot: who used it where, and its id. */
type Used = { id: string; guildId: string; channelId: string | null; member: GuildMember };

/**
 * Does an act to a ticket, or (without `ticket`) to that of the channel, for the member who used a command or button, with the roles that
 * Discord has just told. The same interaction again changes nothing and answers the same. Returns the act's own answer; refuses as the act does (contracts/refusals.ts),
 * with TF001 where the channel is no ticket's.
 */
export async function actAs(
  sql: Database,
  used: Used,
  { act, ...args }: Act,
  ticket?: string,
): Promise<unknown> {
  const [row] = await sql<{ answer: unknown }[]>`
    select private.as_member(${used.guildId}, ${sql.json(fromGuildMember(used.member))}, ${used.id},
      ${sql.json({ act, args, ...(ticket ? { ticket } : { channel: used.channelId }) })}) as answer`;
  return row!.answer;
}

/** Reads for a member what a command shows: what they may not see is not in it. */
export async function readAs(
  sql: Database,
  member: GuildMember,
  reading: 'categories' | 'category' | 'my_tickets',
  args: Record<string, string> = {},
): Promise<unknown> {
  const [row] = await sql<{ answer: unknown }[]>`
    select private.as_member(${member.guild.id}, ${sql.json(fromGuildMember(member))}, null,
      ${sql.json({ reading, args })}) as answer`;
  return row!.answer;
}
