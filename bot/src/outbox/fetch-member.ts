import { DiscordAPIError, RESTJSONErrorCodes, Routes, type APIGuildMember } from 'discord.js';
import type { OutboxEntry } from '@ticketflow/supabase/contracts/outbox-entry.ts';
import { toMember } from '../access/to-member.ts';
import type { Relay } from './relay.ts';
import { settleEntry } from './settle.ts';

export type MemberEntry = Extract<OutboxEntry, { kind: 'fetch_member' }>;

/** Mirrors the roles of somebody who signed in, from then on. Throws what REST throws. */
export async function fetchMember({ rest, sql }: Relay, entry: MemberEntry): Promise<void> {
  const personId = entry.payload.person_id;
  try {
    const member = (await rest.get(Routes.guildMember(entry.guild_id, personId))) as APIGuildMember;
    await sql`select private.set_member_roles(${entry.guild_id}, ${sql.json(toMember(member, member.user))}, true)`;
  } catch (error) {
    const none: unknown[] = [RESTJSONErrorCodes.UnknownMember, RESTJSONErrorCodes.UnknownUser];
    if (!(error instanceof DiscordAPIError && none.includes(error.code))) throw error;
    await sql`select private.remove_member(${entry.guild_id}, ${personId})`;
  }
  await settleEntry(sql, entry, 'done');
}
