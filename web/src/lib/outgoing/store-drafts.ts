import { device } from './device.svelte.ts';
import { parseDraft, type Draft } from './parse-draft.ts';

/** Where a person's draft for a ticket is kept. */
export const draftKey = (person: string, ticket: string): string => `ticketflow:draft:${person}:${ticket}`;

/** A draft kept on this device, or an empty one. */
export const readDraft = (person: string, ticket: string): Draft =>
  parseDraft(device.read(draftKey(person, ticket)));

/** Keeps a draft on this device; an empty one is forgotten. */
export function writeDraft(person: string, ticket: string, draft: Draft): void {
  const key = draftKey(person, ticket);
  if (draft.body.trim() === '' && !draft.quote && !draft.files?.length) device.remove(key);
  else device.write(key, JSON.stringify(draft));
}
