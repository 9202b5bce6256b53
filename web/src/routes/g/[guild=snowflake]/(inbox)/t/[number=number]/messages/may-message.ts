import type { Message } from '@ticketflow/supabase/contracts/message.ts';
import type { Ticket } from '@ticketflow/supabase/contracts/ticket.ts';
import { isAtLeast, mayDo, type Me } from '#lib/desk/may-do.ts';

/** What somebody may do with a message. The database decides; this says what to offer. */
export function mayMessage(message: Message, ticket: Ticket, me: Me) {
  // What waits to be sent is not in the database yet.
  const canAct = mayDo('post_reply', ticket, me) && message.revision > 0 && !message.deleted_at;
  const isOurs = message.kind === 'reply' || message.kind === 'note';
  const isMine = isOurs && message.author_id === me.id;
  return {
    quote:
      canAct &&
      (message.kind === 'message' || message.kind === 'reply') &&
      message.discord_message_id !== null &&
      ticket.status !== 'closed',
    edit: canAct && isMine,
    delete: canAct && (isMine || (isOurs && isAtLeast(me.level, 'manager'))),
  };
}
