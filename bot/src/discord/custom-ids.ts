/*
 * What the bot's buttons and forms carry. Discord gives the words back unchanged, at most 100 characters
 * (https://discord.com/developers/docs/components/reference#anatomy-of-a-component-custom-id).
 */

const uuid = '[0-9a-f-]{36}';

/** A panel's button. */
export const openButtonId = (categoryId: string) => `open:${categoryId}`;
/** A category's form; the interaction that asked for it makes the ticket the same one, however often it is sent. */
export const formId = (categoryId: string, interactionId: string, source: 'panel' | 'command') =>
  `form:${categoryId}:${interactionId}:${source}`;
export const closeButtonId = (ticketId: string) => `close:${ticketId}`;
export const closeFormId = (ticketId: string) => `close-form:${ticketId}`;

export type CustomId =
  | { kind: 'open'; categoryId: string }
  | { kind: 'form'; categoryId: string; interactionId: string; source: 'panel' | 'command' }
  | { kind: 'close'; ticketId: string }
  | { kind: 'close-form'; ticketId: string };

/** Reads a custom id; null when it is none of the bot's. */
export function readCustomId(text: string): CustomId | null {
  const parts = text.split(':');
  const [kind, id = '', interactionId = '', source] = parts;
  if (!new RegExp(`^${uuid}$`).test(id)) return null;
  if (kind === 'open') return { kind, categoryId: id };
  if (kind === 'close' || kind === 'close-form') return { kind, ticketId: id };
  if (kind === 'form' && /^\d{17,20}$/.test(interactionId) && (source === 'panel' || source === 'command'))
    return { kind, categoryId: id, interactionId, source };
  return null;
}
