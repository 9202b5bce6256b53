import type { Device } from './open-device.ts';
import { areDraftFiles, type DraftFile } from './parse-draft.ts';

/** A reply or note on its way to the database. `id` is the message's own from the start: sent twice, it is written once. */
export type OutgoingMessage = {
  id: string;
  ticketId: string;
  kind: 'reply' | 'note';
  body: string;
  quote: { id: string; name: string; text: string } | null;
  files?: DraftFile[] | undefined;
  at: string;
  /** Its position among all that the person has written on this device. */
  order: number;
};

/** What was kept and cannot be read: it stays where it is until its writer has it. */
export type Unreadable = { key: string; text: string };

/** What a person has written on this device and the database does not have yet, one key each: tabs do not overwrite each other. */
export type OutgoingStore = {
  /** All of it, in the order of writing. Read again each time, for other tabs add and remove too. */
  list: () => OutgoingMessage[];
  add: (messages: Omit<OutgoingMessage, 'order'>[]) => void;
  remove: (id: string) => void;
  unreadable: () => Unreadable[];
};

export const outgoingKey = (person: string): string => `ticketflow:outgoing:${person}`;

/** Opens what a person's earlier pages left on a device. */
export function storeOutgoing(device: Device, person: string): OutgoingStore {
  const before = `${outgoingKey(person)}:`;
  takeOver(device, outgoingKey(person), before);

  const read = () => device.keys(before).map((key) => ({ key, text: device.read(key) ?? '' }));
  const list = () =>
    read()
      .flatMap(({ text }) => parseOutgoing(text) ?? [])
      .sort((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1));

  return {
    list,
    add(messages) {
      const kept = list();
      const known = new Set(kept.map(({ id }) => id));
      // After all that is there, also when the clock was set back.
      let order = Math.max(Date.now(), (kept.at(-1)?.order ?? 0) + 1);
      for (const message of messages.filter(({ id }) => !known.has(id)))
        device.write(before + message.id, JSON.stringify({ ...message, order: order++ }));
    },
    remove: (id) => device.remove(before + id),
    unreadable: () => read().filter(({ text }) => text !== '' && parseOutgoing(text) === null),
  };
}

/** Earlier versions kept one list for all tabs. What of it cannot be read is kept too, by itself. */
function takeOver(device: Device, oldKey: string, before: string): void {
  const text = device.read(oldKey);
  if (text === null) return;
  let list: unknown = null;
  try {
    list = JSON.parse(text);
  } catch {
    // Kept as it is, below.
  }
  if (Array.isArray(list))
    list.forEach((each: unknown, i) => {
      const { id = `unreadable-${i}`, at } = (each ?? {}) as Partial<OutgoingMessage>;
      const order = (Date.parse(String(at)) || 0) + i;
      device.write(before + String(id), JSON.stringify(typeof each === 'object' ? { ...each, order } : each));
    });
  else device.write(`${before}unreadable`, text);
  device.remove(oldKey);
}

/** A kept message, or null when it is none. What later versions add to one is left as it is. */
export function parseOutgoing(text: string): OutgoingMessage | null {
  try {
    const kept = JSON.parse(text) as Partial<OutgoingMessage> | null;
    if (!kept || typeof kept !== 'object') return null;
    const { id, ticketId, kind, body, at, order, quote, files } = kept;
    const isWhole =
      [id, ticketId, body, at].every((each) => typeof each === 'string') &&
      (kind === 'reply' || kind === 'note') &&
      typeof order === 'number' &&
      (files === undefined || areDraftFiles(files)) &&
      (quote === null || (typeof quote === 'object' && typeof quote.id === 'string'));
    return isWhole ? (kept as OutgoingMessage) : null;
  } catch {
    return null;
  }
}
