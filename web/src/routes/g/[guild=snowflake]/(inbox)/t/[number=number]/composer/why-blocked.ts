import type { Ticket } from '@ticketflow/supabase/contracts/ticket.ts';
import { reasonWords } from '@ticketflow/supabase/contracts/reasons.ts';
import { mayDo, type Me } from '#lib/desk/acts/may-do.ts';
import { t } from '#lib/words/words.ts';

/** Why nothing can be sent now, in words, or null. A note needs no channel and no open ticket. */
export function whyBlocked(ticket: Ticket, me: Me, isNote: boolean, requester: string): string | null {
  if (!mayDo(isNote ? 'add_note' : 'post_reply', ticket, me))
    return 'You can read here. Replying takes a role that counts as agent here.';
  if (isNote) return null;
  if (ticket.status === 'closed')
    return `This ticket is closed. Reopen it to reply; ${requester} hears of it in Discord. Notes still work.`;
  if (ticket.channel_state === 'failed')
    return `The channel in Discord could not be made, so a reply has nowhere to go. ${ticket.channel_error ? reasonWords(t.reasons, ticket.channel_error) : ''} Notes still work.`;
  if (ticket.channel_state === 'deleted')
    return 'The channel was deleted in Discord, so a reply has nowhere to go. Notes still work.';
  return null;
}
