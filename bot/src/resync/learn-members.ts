import type { Guild } from 'discord.js';
import { call } from '../database/call.ts';
import type { Database } from '../database/database.ts';
import { fromGuildMember, type MirroredMember } from '../discord/to-member.ts';

/** Ids that fit one gateway request (https://discord.com/developers/docs/events/gateway-events#request-guild-members). */
const idsPerRequest = 100;

/** A gateway takes 120 requests a minute (https://discord.com/developers/docs/events/gateway#rate-limiting); discord.js waits its turn. */
const patience = 90_000;

/** Members of a guild by id; null: the database knows them as well, or they are not there (any more). */
export type LearnMembers = (ids: string[]) => Promise<ReadonlyMap<string, MirroredMember | null>>;

/**
 * REST tells no roles of authors, and roles say who is staff. Those whom the comparison keeps true are as the database has
 * them; the gateway is asked for the others, once a round, and for all together that pages name while an answer is under way.
 */
export function createMemberLookup(sql: Database, guild: Guild): LearnMembers {
  const known = new Map<string, MirroredMember | null>();
  const wanted = new Set<string>();
  let compared: Promise<unknown> | null = null;
  let asking: Promise<void> | null = null;

  async function learnCompared(): Promise<void> {
    const people = await call(sql, 'people_to_compare', { guild: guild.id });
    for (const { person_id: id } of people) if (id) known.set(id, null);
  }

  async function ask(): Promise<void> {
    while (wanted.size > 0) {
      const user = [...wanted].slice(0, idsPerRequest);
      for (const id of user) wanted.delete(id);
      const found = await guild.members.fetch({ user, time: patience });
      for (const id of user) {
        const member = found.get(id);
        known.set(id, member ? fromGuildMember(member) : null);
      }
    }
  }

  return async (ids) => {
    await (compared ??= learnCompared());
    for (const id of ids) if (!known.has(id)) wanted.add(id);
    while (ids.some((id) => !known.has(id))) {
      for (const id of ids) if (!known.has(id)) wanted.add(id);
      await (asking ??= ask().finally(() => (asking = null)));
    }
    return known;
  };
}
