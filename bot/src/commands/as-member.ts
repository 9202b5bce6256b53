import type { GuildMember } from 'discord.js';
import type { Act } from '@ticketflow/supabase/contracts/acts.ts';
import { call } from '../database/call.ts';
import type { Database } from '../database/database.ts';
import { fromGuildMember } from '../discord/to-member.ts';

/** A member's interaction with the bot: who used it where, and its id. */
type Used = { id: string; guildId: string; channelId: string | null; member: GuildMember };

/**
 * Does an act to a ticket, or (without `ticket`) to that of the channel, for the member who used a command or button, with the roles that
 * Discord has just told. The same interaction again changes nothing and answers the same. Returns the act's own answer; refuses as the act does (contracts/refusals.ts),
 * with TF001 where the channel is not a ticket's.
 */
export async function actAs(
  sql: Database,
  used: Used,
  { act, ...args }: Act,
  ticket?: string,
): Promise<unknown> {
  return call(sql, 'as_member', {
    guild: used.guildId,
    member: fromGuildMember(used.member),
    interaction: used.id,
    call: { act, args, ...(ticket ? { ticket } : { channel: used.channelId }) },
  });
}

/** Reads for a member what a command shows: what they may not see is not in it. */
export async function readAs(
  sql: Database,
  member: GuildMember,
  reading: 'categories' | 'category' | 'my_tickets',
  args: Record<string, string> = {},
): Promise<unknown> {
  return call(sql, 'as_member', {
    guild: member.guild.id,
    member: fromGuildMember(member),
    interaction: null,
    call: { reading, args },
  });
}
