import type { Message } from '@ticketflow/supabase/contracts/message.ts';

/** A line of the conversation as it is shown. `isFirst` starts a group: with avatar and name. */
export type Line =
  | { type: 'day'; key: string; at: string }
  | { type: 'new'; key: string; since: string | null }
  | { type: 'event'; key: string; message: Message }
  | { type: 'deleted'; key: string; message: Message }
  | { type: 'message'; key: string; message: Message; isFirst: boolean; isLast: boolean };

/** Messages of one person within this time stand together under one name. */
const GROUP_MS = 7 * 60_000;

const dayOf = (iso: string): string => new Date(iso).toDateString();

/**
 * Turns messages into lines: day rules, the rule above the first message that the reader has not seen, groups.
 * `readRevision` is how far they had read when they came; null shows no rule.
 */
export function layOut(messages: readonly Message[], readRevision: number | null): Line[] {
  const lines: Line[] = [];
  let last: Message | null = null;
  let isNewMarked = readRevision === null;
  for (const message of messages) {
    if (!last || dayOf(last.created_at) !== dayOf(message.created_at))
      lines.push({ type: 'day', key: `day ${dayOf(message.created_at)}`, at: message.created_at });
    let isNew = false;
    if (
      !isNewMarked &&
      message.kind === 'message' &&
      !message.deleted_at &&
      !message.is_staff &&
      message.made_in > (readRevision ?? 0)
    ) {
      isNewMarked = isNew = true;
      if (last) lines.push({ type: 'new', key: 'new', since: last.created_at });
    }
    if (message.kind === 'event') lines.push({ type: 'event', key: message.id, message });
    else if (message.deleted_at) lines.push({ type: 'deleted', key: message.id, message });
    else {
      const isFirst = isNew || !last || !continues(last, message) || lines.at(-1)?.type === 'day';
      const before = lines.at(-1);
      if (!isFirst && before?.type === 'message') before.isLast = false;
      lines.push({ type: 'message', key: message.id, message, isFirst, isLast: true });
    }
    last = message;
  }
  return lines;
}

/** Whether a message goes on in the group of the one before it. A note, a quote and whatever follows an event start a new group. */
function continues(before: Message, message: Message): boolean {
  return (
    before.author_id === message.author_id &&
    before.deleted_at === null &&
    (before.kind === 'note') === (message.kind === 'note') &&
    before.kind !== 'event' &&
    message.reply_to === null &&
    Date.parse(message.created_at) - Date.parse(before.created_at) < GROUP_MS
  );
}
