import { changeChannel, type ChannelChanging } from '../change-channel.ts';
import type { Lease } from '../lease.ts';
import type { EntryOf, OutboxKind } from '../outbox-kind.ts';
import { giveUpEntry } from '../settle.ts';

const green = 0x4fbf83;

export const reopenChannel = {
  work: reopen,
  giveUp: giveUpEntry,
} satisfies OutboxKind<'reopen_channel'>;

/** Gives the requester the right to write back and says so. Throws what REST throws. */
async function reopen(given: ChannelChanging, entry: EntryOf<'reopen_channel'>, lease: Lease): Promise<void> {
  const { requester_id } = entry.ticket;
  await changeChannel(given, entry, lease, (words) => ({
    color: green,
    title: words.reopened,
    description: words.writeAgain(`<@${requester_id}>`),
  }));
}
