import { closeChannel } from './kinds/close-channel.ts';
import { compareAccess } from './kinds/compare-access.ts';
import { deleteReply } from './kinds/delete-reply.ts';
import { editReply } from './kinds/edit-reply.ts';
import { fetchMember } from './kinds/fetch-member.ts';
import { leaveThreads } from './kinds/leave-threads.ts';
import { openChannel } from './kinds/open-channel.ts';
import { publishPanel } from './kinds/publish-panel.ts';
import { reopenChannel } from './kinds/reopen-channel.ts';
import { sendReply } from './kinds/send-reply.ts';
import { setOverwrites } from './kinds/set-overwrites.ts';
import type { Kind, OutboxKind } from './outbox-kind.ts';

const kinds = {
  send_reply: sendReply,
  edit_reply: editReply,
  delete_reply: deleteReply,
  open_channel: openChannel,
  close_channel: closeChannel,
  reopen_channel: reopenChannel,
  set_overwrites: setOverwrites,
  publish_panel: publishPanel,
  fetch_member: fetchMember,
  leave_threads: leaveThreads,
  compare_access: compareAccess,
} satisfies { [K in Kind]: OutboxKind<K> };

type AllOf<Part> = (Part extends unknown ? (part: Part) => void : never) extends (all: infer All) => void
  ? All
  : never;

/** What the kinds need, all together; each says which part of it is its own. */
export type Needs = AllOf<Parameters<(typeof kinds)[Kind]['work']>[0]>;

const byKind: { [K in Kind]: OutboxKind<K, Needs> } = kinds;

/** What the bot knows of a kind. Its functions take the entry from which the kind was read. */
export function kindOf<K extends Kind>(kind: K): OutboxKind<K, Needs> {
  return byKind[kind];
}
