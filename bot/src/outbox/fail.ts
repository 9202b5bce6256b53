import { RESTJSONErrorCodes } from 'discord.js';
import type { OutboxEntry } from '@ticketflow/supabase/contracts/outbox-entry.ts';
import type { Reason } from '@ticketflow/supabase/contracts/reasons.ts';
import type { Database } from '../database/database.ts';
import type { Refused } from '../discord/read-failure.ts';
import type { Log } from '../log.ts';
import { recordChannelDeleted } from '../tickets/record-deletions.ts';
import { kindOf } from './kinds.ts';
import { refusalReason } from './refusal-reason.ts';

/** Discord refuses for good: the ticket, message or panel says why, and nothing loops. Returns the reason. */
export async function failEntry(
  { sql, log }: { sql: Database; log: Log },
  entry: OutboxEntry,
  refused: Refused,
): Promise<Reason> {
  const { code, status } = refused;
  const reason = refusalReason(entry, refused);
  if (code === RESTJSONErrorCodes.UnknownChannel && 'ticket' in entry && entry.ticket.channel_id) {
    await recordChannelDeleted(sql, entry.guild_id, entry.ticket.channel_id);
  }
  await kindOf(entry.kind).giveUp(sql, entry, reason);
  log.warn(
    { entry: entry.id, kind: entry.kind, code, status, reason: reason.code },
    'an entry of the outbox is refused by Discord',
  );
  return reason;
}
