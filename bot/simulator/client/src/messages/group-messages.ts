import type { MessageView } from '../../../protocol.ts';
import { isEphemeral } from '../session/MessageLog.svelte.ts';

/** Messages of one author within this time stand under one name. */
const TOGETHER = 7 * 60_000;

/** Message types that a person or app wrote: default, reply, slash command, context menu. The rest are events. */
const WRITTEN = new Set([0, 19, 20, 23]);

export function isWritten(message: MessageView): boolean {
  return WRITTEN.has(message.type);
}

/** Does the message stand under the same name as the one before? */
export function isContinued(message: MessageView, before: MessageView | undefined): boolean {
  return (
    before !== undefined &&
    isWritten(message) &&
    isWritten(before) &&
    message.type !== 19 &&
    message.interaction_user === null &&
    message.author.id === before.author.id &&
    message.author_name === before.author_name &&
    isEphemeral(message) === isEphemeral(before) &&
    isSameDay(message, before) &&
    Date.parse(message.timestamp) - Date.parse(before.timestamp) < TOGETHER
  );
}

export function isSameDay(a: MessageView, b: MessageView): boolean {
  return new Date(a.timestamp).toDateString() === new Date(b.timestamp).toDateString();
}
