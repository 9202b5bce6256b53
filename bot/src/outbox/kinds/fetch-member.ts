import { RESTJSONErrorCodes, Routes, type APIGuildMember, type REST } from 'discord.js';
import type { Order } from '../../access/keep-order.ts';
import { call } from '../../database/call.ts';
import { insist, type Database } from '../../database/database.ts';
import { isRefusal } from '../../discord/is-refusal.ts';
import { toMember } from '../../discord/to-member.ts';
import type { EntryOf, OutboxKind } from '../outbox-kind.ts';
import { Overtaken } from '../read-entry-failure.ts';
import { giveUpEntry, settleEntry } from '../settle.ts';

export const fetchMember = {
  work: fetch,
  giveUp: giveUpEntry,
} satisfies OutboxKind<'fetch_member'>;

/** Mirrors the roles of a person who signed in or acted as staff, from then on. Throws what REST throws. */
async function fetch(
  { sql, rest, order }: { sql: Database; rest: REST; order: Order },
  entry: EntryOf<'fetch_member'>,
): Promise<void> {
  const guildId = entry.guild_id;
  const personId = entry.payload.person_id;
  await order.watching(guildId, async (touched) => {
    const member = await readMember(rest, guildId, personId);
    await order.inOrder(guildId, async () => {
      // An event that came meanwhile is newer than what was read: read again.
      if (touched.has(personId)) throw new Overtaken();
      if (member) {
        const mirrored = { guild: guildId, member: toMember(member, member.user), is_staff: true };
        await insist(() => call(sql, 'set_member_roles', mirrored));
      } else await insist(() => call(sql, 'remove_member', { guild: guildId, person: personId }));
    });
  });
  await settleEntry(sql, entry, 'done');
}

/** Null: no member of the guild. */
async function readMember(rest: REST, guildId: string, personId: string): Promise<APIGuildMember | null> {
  try {
    return (await rest.get(Routes.guildMember(guildId, personId))) as APIGuildMember;
  } catch (error) {
    if (isRefusal(error, RESTJSONErrorCodes.UnknownMember, RESTJSONErrorCodes.UnknownUser)) return null;
    throw error;
  }
}
