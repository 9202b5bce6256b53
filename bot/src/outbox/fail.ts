import { RESTJSONErrorCodes } from 'discord.js';
import type { OutboxEntry } from '@ticketflow/supabase/contracts/outbox-entry.ts';
import { recordChannelDeleted } from '../tickets/record-deletions.ts';
import { settlePanel } from './publish-panel.ts';
import { refusalWords } from './refusal-words.ts';
import type { Relay } from './relay.ts';
import { settleEntry, settleReply } from './settle.ts';

/** Discord refuses for good: the ticket, message or panel says why, in words, and nothing loops. Returns the words. */
export async function failEntry(
  relay: Relay,
  entry: OutboxEntry,
  code: number,
  status: number,
): Promise<string> {
  const words = refusalWords(entry, code, status);
  if (code === RESTJSONErrorCodes.UnknownChannel && 'ticket' in entry && entry.ticket.channel_id) {
    await recordChannelDeleted(relay.sql, entry.guild_id, entry.ticket.channel_id);
  }
  await giveUp(relay, entry, words);
  relay.log.warn(
    { entry: entry.id, kind: entry.kind, code, status },
    'Discord refuses an entry of the outbox',
  );
  return words;
}

/** Settles an entry that cannot be done, with the reason in words. */
export async function giveUp(relay: Relay, entry: OutboxEntry, words: string): Promise<void> {
  switch (entry.kind) {
    case 'send_reply':
    case 'edit_reply':
    case 'delete_reply':
      return settleReply(relay.sql, entry, { state: 'failed', reason: words });
    case 'open_channel':
      await relay.sql`select private.fail_channel(${entry.id}, ${entry.ticket.id}, ${words})`;
      return;
    case 'publish_panel':
      return settlePanel(relay, entry, null, words);
    default:
      return settleEntry(relay.sql, entry, 'failed', words);
  }
}
