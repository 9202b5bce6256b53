import type { Message } from '@ticketflow/supabase/contracts/message.ts';
import type { OutgoingMessage } from '#lib/outgoing/store-outgoing.ts';

/** What has just been written, as the message that it will be: last in order, and faded until the database has it. */
export function echoOf(item: OutgoingMessage, me: string): Message {
  return {
    id: item.id,
    kind: item.kind,
    position: '99999999999999999999',
    revision: 0,
    made_in: 0,
    author_id: me,
    is_staff: true,
    body: item.body,
    embeds: [],
    attachments: (item.files ?? []).map((file) => ({ ...file, state: 'stored', reason: null })),
    stickers: [],
    reactions: [],
    event: null,
    discord_message_id: null,
    delivery: item.kind === 'reply' ? 'queued' : null,
    delivery_reason: null,
    created_at: item.at,
    edited_at: null,
    deleted_at: null,
    deleted_by: null,
    deleted_in: null,
    reply_to: item.quote
      ? { id: item.quote.id, author_id: null, text: item.quote.text, is_deleted: false }
      : null,
  };
}
