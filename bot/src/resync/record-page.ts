import type { APIMessage, Guild } from 'discord.js';
import type { LimitFunction } from 'p-limit';
import type { Database } from '../database/database.ts';
import { isSaid, toDiscordMessage } from '../discord/to-discord-message.ts';
import { describeError, type Log } from '../log.ts';
import { recordSeparately } from '../tickets/record-messages.ts';
import type { LearnMembers } from './learn-members.ts';

type Given = { sql: Database; log: Log; writers: LimitFunction };

/** Records messages of a channel that were read by REST, oldest first, with their authors' roles. */
export async function recordPage(
  { sql, log, writers }: Given,
  guild: Guild,
  messages: APIMessage[],
  learn: LearnMembers,
): Promise<void> {
  const kept = messages.filter(isSaid);
  if (kept.length === 0) return;
  const people = kept.filter(({ author, webhook_id }) => !author.bot && !webhook_id);
  // Asked before a writer is taken: the gateway may let it wait.
  const members = await learn([...new Set(people.map(({ author }) => author.id))]);
  const where = { guildId: guild.id, applicationId: guild.client.application.id, isRead: true };
  const told = kept.map((message) =>
    toDiscordMessage(message, { ...where, member: members.get(message.author.id) ?? null }),
  );
  await writers(() =>
    recordSeparately(sql, told, (error, { id }) =>
      log.error({ message: id, ...describeError(error) }, 'the database refused a message that was missed'),
    ),
  );
}
