import { device } from './device.svelte.ts';

/** What is being written in a ticket. */
export type Draft = {
  kind: 'reply' | 'note';
  body: string;
  quote: { id: string; name: string; text: string } | null;
  /** Why the database did not take what stands here, until something is written. */
  refusal?: string;
};

/** Where a person's draft for a ticket is kept. */
export const draftKey = (person: string, ticket: string): string => `ticketflow:draft:${person}:${ticket}`;

/** A draft kept on this device, or an empty one. */
export function readDraft(person: string, ticket: string): Draft {
  try {
    const kept: unknown = JSON.parse(device.read(draftKey(person, ticket)) ?? 'null');
    if (kept && typeof kept === 'object' && 'body' in kept && typeof kept.body === 'string')
      return { ...emptyDraft, ...(kept as Draft) };
  } catch {
    // Unreadable: nothing to restore.
  }
  return { ...emptyDraft };
}

const emptyDraft: Draft = { kind: 'reply', body: '', quote: null };

/** Keeps a draft on this device; an empty one is forgotten. */
export function writeDraft(person: string, ticket: string, draft: Draft): void {
  const key = draftKey(person, ticket);
  if (draft.body.trim() === '' && !draft.quote) device.remove(key);
  else device.write(key, JSON.stringify(draft));
}
