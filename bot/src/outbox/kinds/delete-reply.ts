import { changeReply } from '../change-reply.ts';
import type { EntryOf, OutboxKind } from '../outbox-kind.ts';
import type { Relay } from '../relay.ts';
import { giveUpReply, settleEntry } from '../settle.ts';

export const deleteReply = {
  work: remove,
  giveUp: giveUpReply,
  mayNot: 'delete messages',
  isUntouched: () => true,
} satisfies OutboxKind<'delete_reply'>;

/** Takes a reply away in Discord. What is gone already is done. Throws what REST throws. */
async function remove(relay: Relay, entry: EntryOf<'delete_reply'>): Promise<void> {
  const id = entry.message.discord_message_id;
  if (!id) return settleEntry(relay.sql, entry, 'dropped', 'never sent');
  await changeReply(relay, entry, id, (route, options) => relay.rest.delete(route, options));
}
