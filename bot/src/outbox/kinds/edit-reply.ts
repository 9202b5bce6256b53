import { changeReply, type ReplyChanging } from '../change-reply.ts';
import { mentionsOfReplies } from '../mentions-of-replies.ts';
import type { EntryOf, OutboxKind } from '../outbox-kind.ts';
import { giveUpReply, settleEntry, settleReply } from '../settle.ts';

export const editReply = {
  work: edit,
  giveUp: giveUpReply,
  isUntouched: () => true,
} satisfies OutboxKind<'edit_reply'>;

/** Gives a reply in Discord its new words. Doing it twice does no harm. Throws what REST throws. */
async function edit(given: ReplyChanging, entry: EntryOf<'edit_reply'>): Promise<void> {
  const { message } = entry;
  if (message.is_deleted) return settleEntry(given.sql, entry, 'dropped', { code: 'deleted' });
  const id = message.discord_message_id;
  if (!id) return settleReply(given.sql, entry, { state: 'failed', reason: { code: 'not_sent_yet' } });
  const body = { content: message.body, allowed_mentions: mentionsOfReplies };
  await changeReply(given, entry, id, (route, options) => given.rest.patch(route, { ...options, body }));
}
