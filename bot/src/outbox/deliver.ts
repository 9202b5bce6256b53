import type { OutboxEntry } from '@ticketflow/supabase/contracts/outbox-entry.ts';
import { deleteReply, editReply } from './change-reply.ts';
import { closeChannel, reopenChannel } from './close-channel.ts';
import { compareAccess } from './compare-access.ts';
import { deliverReply } from './deliver-reply.ts';
import { fetchMember } from './fetch-member.ts';
import type { Lease } from './lease.ts';
import { leaveThreads } from './leave-threads.ts';
import { openChannel } from './open-channel.ts';
import { publishPanel } from './publish-panel.ts';
import type { Relay } from './relay.ts';
import { setOverwrites } from './set-overwrites.ts';

/** Does in Discord what an entry says, and settles it. Every kind may be done twice. Throws what REST throws. */
export async function deliver(relay: Relay, entry: OutboxEntry, lease: Lease): Promise<void> {
  switch (entry.kind) {
    case 'send_reply':
      return deliverReply(relay, entry, lease);
    case 'edit_reply':
      return editReply(relay, entry);
    case 'delete_reply':
      return deleteReply(relay, entry);
    case 'open_channel':
      return void (await openChannel(relay, entry, lease));
    case 'close_channel':
      return closeChannel(relay, entry, lease);
    case 'reopen_channel':
      return reopenChannel(relay, entry, lease);
    case 'publish_panel':
      return publishPanel(relay, entry, lease);
    case 'fetch_member':
      return fetchMember(relay, entry);
    case 'set_overwrites':
      return setOverwrites(relay, entry, lease);
    case 'leave_threads':
      return leaveThreads(relay, entry);
    case 'compare_access':
      return compareAccess(relay, entry);
    default:
      // A kind without its work would be taken up again and again.
      throw new Error(`nobody does ${(entry satisfies never as OutboxEntry).kind}`);
  }
}
