import { plain } from '../../discord/escape.ts';
import { changeChannel, type ChannelChanging } from '../change-channel.ts';
import type { Lease } from '../lease.ts';
import type { ChannelEntry } from '../make-channel.ts';
import type { OutboxKind } from '../outbox-kind.ts';
import { giveUpEntry } from '../settle.ts';

const gray = 0x8b9aa5;

export const closeChannel = {
  work: close,
  giveUp: giveUpEntry,
} satisfies OutboxKind<'close_channel'>;

/** Takes the requester's right to write and says who closed the ticket and why. Throws what REST throws. */
async function close(given: ChannelChanging, entry: ChannelEntry, lease: Lease): Promise<void> {
  const { closed_by_name, close_reason } = entry.ticket;
  await changeChannel(given, entry, lease, (words) => ({
    color: gray,
    title: closed_by_name ? words.closedBy(plain(closed_by_name)) : words.closed,
    description: close_reason ? plain(close_reason) : undefined,
  }));
}
