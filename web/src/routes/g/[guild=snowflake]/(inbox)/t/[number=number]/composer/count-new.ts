import type { Message } from '@ticketflow/supabase/contracts/message.ts';

/** How many messages of the requester's side came after a revision and are still there. */
export function countNew(messages: readonly Message[], since: number): number {
  return messages.filter(
    (each) => each.kind === 'message' && !each.is_staff && !each.deleted_at && each.made_in > since,
  ).length;
}
