import type { APIMessage, Guild } from 'discord.js';
import { fromGuildMember, type MirroredMember } from '../access/to-member.ts';
import type { Database } from '../database.ts';
import { recordMessages } from './record-messages.ts';
import { isSaid, toDiscordMessage } from './to-discord-message.ts';

/** Members of a guild that catching up has asked for; null: not there (any more). */
export type KnownMembers = Map<string, MirroredMember | null>;

/** Records messages that were read by REST, oldest first, with their authors' roles. */
export async function recordPage(
  sql: Database,
  guild: Guild,
  messages: APIMessage[],
  members: KnownMembers,
): Promise<void> {
  const kept = messages.filter(isSaid);
  if (kept.length === 0) return;
  await learnMembers(guild, kept, members);
  const where = { guildId: guild.id, applicationId: guild.client.application.id };
  await recordMessages(
    sql,
    kept.map((message) =>
      toDiscordMessage(message, { ...where, member: members.get(message.author.id) ?? null }),
    ),
  );
}

/** REST tells no roles of authors, and roles say who is staff: the gateway is asked for those not yet known. */
async function learnMembers(guild: Guild, messages: APIMessage[], members: KnownMembers): Promise<void> {
  const people = messages
    .filter(({ author, webhook_id }) => !author.bot && !webhook_id)
    .map(({ author }) => author.id);
  const user = [...new Set(people)].filter((id) => !members.has(id));
  if (user.length === 0) return;
  const found = await guild.members.fetch({ user, time: 15_000 });
  for (const id of user) {
    const member = found.get(id);
    members.set(id, member ? fromGuildMember(member) : null);
  }
}
