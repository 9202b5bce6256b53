import type { APIMessage, Guild } from 'discord.js';
import type { Database } from '../database.ts';
import type { LearnMembers } from './learn-members.ts';
import { recordMessages } from './record-messages.ts';
import { isSaid, toDiscordMessage } from './to-discord-message.ts';

/** Records messages of a channel that were read by REST, oldest first, with their authors' roles. */
export async function recordPage(
  sql: Database,
  guild: Guild,
  messages: APIMessage[],
  learn: LearnMembers,
): Promise<void> {
  const kept = messages.filter(isSaid);
  if (kept.length === 0) return;
  const people = kept.filter(({ author, webhook_id }) => !author.bot && !webhook_id);
  const members = await learn([...new Set(people.map(({ author }) => author.id))]);
  const where = { guildId: guild.id, applicationId: guild.client.application.id, isRead: true };
  await recordMessages(
    sql,
    kept.map((message) =>
      toDiscordMessage(message, { ...where, member: members.get(message.author.id) ?? null }),
    ),
  );
}
