import type { APIAttachment } from 'discord.js';
import type { OutboxFile } from '@ticketflow/supabase/contracts/outbox-entry.ts';

/** Discord replaces blanks and other signs in the names of files: what it leaves alone is compared. */
const bare = (name: string) => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

/** Whether a message has these files, in this order: the same sizes, and names that may have been these. */
export function isSameFiles(found: Pick<APIAttachment, 'filename' | 'size'>[], sent: OutboxFile[]): boolean {
  return (
    found.length === sent.length &&
    found.every((file, n) => file.size === sent[n]!.size && bare(file.filename) === bare(sent[n]!.name))
  );
}
