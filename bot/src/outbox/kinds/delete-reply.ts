import { changeReply, type ReplyChanging } from '../change-reply.ts';
import type { EntryOf, OutboxKind } from '../outbox-kind.ts';
import { giveUpReply, settleEntry } from '../settle.ts';

export const deleteReply = {
  work: remove,
  giveUp: giveUpReply,
  isUntouched: () => true,
} satisfies OutboxKind<'delete_reply'>;

/** Takes a reply away in Discord. What is gone already is done. Throws what REST throws. */
async function remove(given: ReplyChanging, entry: EntryOf<'delete_reply'>): Promise<void> {
  const id = entry.message.discord_message_id;
  if (!id) return settleEntry(given.sql, entry, 'dropped', { code: 'not_sent_yet' });
  await changeReply(given, entry, id, (route, options) => given.rest.delete(route, options));
}
