import { device } from '#lib/outgoing/device.svelte.ts';

/** What is written in a form of a list and not saved: kept on this device, so that a reload or a crash loses nothing. */
export type KeptDraft = {
  id: string;
  /** The version that the editing began with; null for a new row. */
  version: number | null;
  began: object;
  value: object;
};

/** Where the drafts of one list are kept: each person has their own. */
export const draftsOf = (person: string, guild: string, list: string): string =>
  `ticketflow:setting:${person}:${guild}:${list}:`;

/** Of a list, one draft a row, and one of a new row. */
export const slotOf = ({ id, version }: Pick<KeptDraft, 'id' | 'version'>): string =>
  version === null ? 'new' : id;

/** The slots in which something is kept. */
export const keptSlots = (drafts: string): string[] =>
  device.keys(drafts).map((key) => key.slice(drafts.length));

export function readDraft(drafts: string, slot: string): KeptDraft | null {
  try {
    const kept = JSON.parse(device.read(drafts + slot) ?? 'null') as KeptDraft | null;
    return typeof kept?.id === 'string' && Boolean(kept.began) && Boolean(kept.value) ? kept : null;
  } catch {
    return null;
  }
}

export function writeDraft(drafts: string, slot: string, draft: KeptDraft | null): void {
  if (draft) device.write(drafts + slot, JSON.stringify(draft));
  else device.remove(drafts + slot);
}
