/** What the log says of a list that the guild keeps: rows added, changed, removed, and moved where it has an order. */
const ofList = <One extends string>(one: One) =>
  [`add_${one}`, `change_${one}`, `remove_${one}`, `move_${one}`] as const;

/** Kinds of entries that can be looked at alone, by what stands in the address; `acts` as the database names them. */
export const kinds = {
  levels: { word: 'Levels', acts: ['set_level'] },
  blocks: { word: 'Block list', acts: ofList('block') },
  labels: { word: 'Labels', acts: ofList('label') },
  transcripts: { word: 'Transcripts read', acts: ['read_transcript'] },
  tickets: {
    word: 'Tickets',
    acts: ['close_ticket', 'reopen_ticket', 'restrict_ticket', 'add_person', 'remove_person'],
  },
  panels: { word: 'Panels', acts: ['publish_panel'] },
} as const;
export type Kind = keyof typeof kinds;

export const kindOf = (text: string | null): Kind | null => (text && text in kinds ? (text as Kind) : null);
