/** What is being written in a ticket. */
export type Draft = {
  kind: 'reply' | 'note';
  body: string;
  quote: { id: string; name: string; text: string } | null;
};

const keyOf = (person: string, ticket: string) => `ticketflow:draft:${person}:${ticket}`;

/** A draft kept on this device, or an empty one. Storage may be forbidden or full: then a draft lives as long as the page. */
export function readDraft(person: string, ticket: string): Draft {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(person, ticket)) ?? 'null');
    if (kept && typeof kept === 'object' && 'body' in kept && typeof kept.body === 'string')
      return kept as Draft;
  } catch {
    // Unreadable: nothing to restore.
  }
  return { kind: 'reply', body: '', quote: null };
}

/** Keeps a draft on this device; an empty one is forgotten. */
export function writeDraft(person: string, ticket: string, draft: Draft): void {
  try {
    if (draft.body.trim() === '' && !draft.quote) localStorage.removeItem(keyOf(person, ticket));
    else localStorage.setItem(keyOf(person, ticket), JSON.stringify(draft));
  } catch {
    // See readDraft.
  }
}
