import type { AuditAction } from '@ticketflow/supabase/contracts/audit-actions.ts';
import type { ListAction } from '@ticketflow/supabase/contracts/lists.ts';
import type { t } from '#lib/words/words.ts';

/** What the log says of the rows of a list; of one with an order, besides, that they were moved. */
const ofList = <One extends string>(one: One) => [`add_${one}`, `change_${one}`, `remove_${one}`] as const;

/** Kinds of entries that can be looked at alone, by what stands in the address: their actions as the database names them. */
export const kinds = {
  levels: ['set_level'],
  server: ['set_language'],
  blocks: ofList('block'),
  labels: [...ofList('label'), 'move_label'],
  transcripts: ['read_transcript'],
  tickets: ['close_ticket', 'reopen_ticket', 'restrict_ticket', 'add_person', 'remove_person'],
  jobs: ['run_job'],
  panels: ['publish_panel'],
} as const satisfies Record<keyof typeof t.auditKinds, readonly (AuditAction | ListAction)[]>;
export type Kind = keyof typeof kinds;

export const kindOf = (text: string | null): Kind | null => (text && text in kinds ? (text as Kind) : null);
