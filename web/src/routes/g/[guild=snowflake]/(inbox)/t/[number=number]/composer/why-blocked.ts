import type { Ticket } from '@ticketflow/supabase/contracts/ticket.ts';
import { reasonWords } from '@ticketflow/supabase/words/reason-words.ts';
import { mayDo, type Me } from '#lib/desk/may-do.ts';
import { t } from '#lib/words/words.ts';

/** Why nothing can be sent now, in words, or null. A note needs no channel and no open ticket. */
export function whyBlocked(
  ticket: Ticket,
  me: Me,
  isNote: boolean,
  requester: string | undefined,
): string | null {
  if (!mayDo(isNote ? 'add_note' : 'post_reply', ticket, me)) return t.blocked.viewer;
  if (isNote) return null;
  if (ticket.status === 'closed') return t.blocked.closed(requester);
  if (ticket.channel_state === 'failed')
    return t.blocked.channelFailed(ticket.channel_error ? reasonWords(t.reasons, ticket.channel_error) : '');
  if (ticket.channel_state === 'deleted') return t.blocked.channelDeleted;
  return null;
}
