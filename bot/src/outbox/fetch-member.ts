import { DiscordAPIError, RESTJSONErrorCodes, Routes, type APIGuildMember } from 'discord.js';
import type { OutboxEntry } from '@ticketflow/supabase/contracts/outbox-entry.ts';
import { toMember } from '../access/to-member.ts';
import type { Relay } from './relay.ts';
import { settleEntry } from './settle.ts';

export type MemberEntry = Extract<OutboxEntry, { kind: 'fetch_member' }>;

/**
 * Mirrors the roles of somebody who signed in or acted as staff, from then on. In order with what events say of the guild:
 * what is read here must not undo what Discord says a moment later. Throws what REST throws.
 */
export async function fetchMember(relay: Relay, entry: MemberEntry): Promise<void> {
  await relay.inOrder(entry.guild_id, () => mirrorMember(relay, entry.guild_id, entry.payload.person_id));
  await settleEntry(relay.sql, entry, 'done');
}

async function mirrorMember({ rest, sql }: Relay, guildId: string, personId: string): Promise<void> {
  try {
    const member = (await rest.get(Routes.guildMember(guildId, personId))) as APIGuildMember;
    await sql`select private.set_member_roles(${guildId}, ${sql.json(toMember(member, member.user))}, true)`;
  } catch (error) {
    const none: unknown[] = [RESTJSONErrorCodes.UnknownMember, RESTJSONErrorCodes.UnknownUser];
    if (!(error instanceof DiscordAPIError && none.includes(error.code))) throw error;
    await sql`select private.remove_member(${guildId}, ${personId})`;
  }
}
