import type { DiscordMessage } from '@ticketflow/supabase/contracts/discord-message.ts';
import { insist, type Database } from '../database.ts';

/**
 * Records messages as Discord states them now, in the given order, in one transaction. Idempotent: an older state than
 * the known one changes nothing.
 */
export async function recordMessages(sql: Database, messages: DiscordMessage[]): Promise<void> {
  if (messages.length === 1) {
    await insist(() => sql`select private.record_message(${sql.json(messages[0]!)})`);
    return;
  }
  await insist(
    () => sql`
    select private.record_message(said.message)
    from (select m.value as message from jsonb_array_elements(${sql.json(messages)}) with ordinality m order by m.ordinality) said`,
  );
}
