import type { Ticket } from '@ticketflow/supabase/contracts/ticket.ts';
import { t } from '#lib/words/words.ts';

/** One line of a message for a row of the inbox. */
export function previewWords(preview: NonNullable<Ticket['preview']>): string {
  const text = preview.text.replace(/\s+/g, ' ').trim();
  if (text) return text;
  return preview.attachments > 0 ? t.row.files(preview.attachments) : t.row.embed;
}
