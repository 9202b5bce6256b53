import type { Ticket } from '@ticketflow/supabase/contracts/ticket.ts';

/** One line of a message for a row of the inbox. */
export function previewWords(preview: NonNullable<Ticket['preview']>): string {
  const text = preview.text.replace(/\s+/g, ' ').trim();
  if (text) return text;
  if (preview.attachments === 1) return 'Sent a file';
  return preview.attachments > 1 ? `Sent ${preview.attachments} files` : 'Sent an embed';
}
