import type { AuditAction } from '@ticketflow/supabase/contracts/audit-actions.ts';
import type { ListAction } from '@ticketflow/supabase/contracts/lists.ts';

/** What the log says of the rows of a list; of one with an order, besides, that they were moved. */
const ofList = <One extends string>(one: One) => [`add_${one}`, `change_${one}`, `remove_${one}`] as const;

/** Kinds of entries that can be looked at alone, by what stands in the address; `acts` as the database names them. */
export const kinds = {
  levels: { word: 'Levels', acts: ['set_level'] },
  server: { word: 'Server', acts: ['set_language'] },
  blocks: { word: 'Block list', acts: ofList('block') },
  labels: { word: 'Labels', acts: [...ofList('label'), 'move_label'] },
  transcripts: { word: 'Transcripts read', acts: ['read_transcript'] },
  tickets: {
    word: 'Tickets',
    acts: ['close_ticket', 'reopen_ticket', 'restrict_ticket', 'add_person', 'remove_person'],
  },
  jobs: { word: 'Jobs', acts: ['run_job'] },
  panels: { word: 'Panels', acts: ['publish_panel'] },
} as const satisfies Record<string, { word: string; acts: readonly (AuditAction | ListAction)[] }>;
export type Kind = keyof typeof kinds;

export const kindOf = (text: string | null): Kind | null => (text && text in kinds ? (text as Kind) : null);
