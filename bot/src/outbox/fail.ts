import { RESTJSONErrorCodes } from 'discord.js';
import type { OutboxEntry } from '@ticketflow/supabase/contracts/outbox-entry.ts';
import type { Database } from '../database/database.ts';
import type { Log } from '../log.ts';
import { recordChannelDeleted } from '../tickets/record-deletions.ts';
import { kindOf } from './kinds.ts';
import { refusalWords } from './refusal-words.ts';

/** Discord refuses for good: the ticket, message or panel says why, in words, and nothing loops. Returns the words. */
export async function failEntry(
  { sql, log }: { sql: Database; log: Log },
  entry: OutboxEntry,
  code: number,
  status: number,
): Promise<string> {
  const words = refusalWords(entry, code, status);
  if (code === RESTJSONErrorCodes.UnknownChannel && 'ticket' in entry && entry.ticket.channel_id) {
    await recordChannelDeleted(sql, entry.guild_id, entry.ticket.channel_id);
  }
  await kindOf(entry.kind).giveUp(sql, entry, words);
  log.warn({ entry: entry.id, kind: entry.kind, code, status }, 'Discord refuses an entry of the outbox');
  return words;
}
