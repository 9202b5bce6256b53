import type { DiscordMessage } from '@ticketflow/supabase/contracts/discord-message.ts';
import { insist, type Database } from '../database.ts';

/**
 * Records up to a hundred messages of one channel as Discord states them now, in the given order, in one transaction.
 * Idempotent: an older state than the known one changes nothing.
 */
export async function recordMessages(sql: Database, messages: DiscordMessage[]): Promise<void> {
  if (messages.length === 0) return;
  await insist(() => sql`select private.record_page(${sql.json(messages)})`);
}
