import type { Message } from '@ticketflow/supabase/contracts/message.ts';

/** In the conversation's order: by position, then id. Positions have one length and compare as text. */
export function compareMessages(a: Message, b: Message): number {
  if (a.position !== b.position) return a.position < b.position ? -1 : 1;
  return a.id === b.id ? 0 : a.id < b.id ? -1 : 1;
}

/**
 * Messages with others merged in: the greater revision of each wins, the order holds, the input is left as it was.
 * `edge` is the position of the oldest message that was loaded; older ones are left out, as their neighbours are not known.
 */
export function mergeMessages(
  have: readonly Message[],
  incoming: readonly Message[],
  edge: string | null = null,
): Message[] {
  const byId = new Map(have.map((message) => [message.id, message]));
  for (const message of incoming) {
    const known = byId.get(message.id);
    if (known ? known.revision > message.revision : edge !== null && message.position < edge) continue;
    byId.set(message.id, message);
  }
  return [...byId.values()].sort(compareMessages);
}
