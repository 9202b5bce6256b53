import type { DiscordMessage } from '@ticketflow/supabase/contracts/discord-message.ts';
import { call } from '../database/call.ts';
import { insist, isAway, type Database } from '../database/database.ts';

/**
 * Records up to a hundred messages of one channel as Discord states them now, in the given order, in one transaction.
 * Idempotent: an older state than the known one changes nothing.
 */
export async function recordMessages(sql: Database, messages: DiscordMessage[]): Promise<void> {
  if (messages.length === 0) return;
  await insist(() => call(sql, 'record_page', { messages }));
}

/**
 * The same, but one message that the database refuses must not take the others with it: then they are recorded one by one, and
 * each that is refused is told. Throws when the database is away.
 */
export async function recordSeparately(
  sql: Database,
  messages: DiscordMessage[],
  onRefused: (error: unknown, message: DiscordMessage) => void,
): Promise<void> {
  try {
    await recordMessages(sql, messages);
  } catch (error) {
    if (isAway(error)) throw error;
    if (messages.length === 1) return onRefused(error, messages[0]!);
    for (const message of messages) await recordSeparately(sql, [message], onRefused);
  }
}
