import type { Ticket } from '@ticketflow/supabase/contracts/ticket.ts';
import { toast } from '#lib/ui/toasts.svelte.ts';
import { t } from '#lib/words/words.ts';
import type { ActingDesk } from './act.ts';

/**
 * Locks a ticket to managers and its participants, or opens it to its category again; both with an undo. In a private
 * thread the database asks first whether that is meant.
 */
export async function restrictTicket(
  desk: ActingDesk,
  ticket: Ticket,
  isRestricted: boolean,
  isEvenInThread = false,
): Promise<void> {
  if (ticket.is_restricted === isRestricted && !isEvenInThread) return;
  const shown = desk.patches.add(ticket.id, { is_restricted: isRestricted });
  const answer = await desk.ask('restrict_ticket', {
    ticket: ticket.id,
    is_restricted: isRestricted,
    even_in_thread: isEvenInThread,
  });
  await Promise.all([desk.pullTicket(ticket.id), desk.pullGuild()]);
  desk.patches.drop(shown);
  if (answer.ok)
    toast(isRestricted ? t.acted.restricted(ticket.number) : t.acted.unrestricted(ticket.number), {
      act: {
        label: t.acted.undo,
        run: () => void restrictTicket(desk, { ...ticket, is_restricted: isRestricted }, !isRestricted),
      },
    });
  else
    toast(answer.words, {
      tone: 'danger',
      ...(answer.code === 'TF017' && {
        act: { label: t.acted.restrict, run: () => void restrictTicket(desk, ticket, true, true) },
      }),
    });
}

/** Makes a person a participant of a ticket, or takes them off it. */
export async function setParticipant(
  desk: ActingDesk,
  ticket: Ticket,
  person: { id: string; name: string },
  isParticipant: boolean,
): Promise<void> {
  const answer = await desk.ask(isParticipant ? 'add_person' : 'remove_person', {
    ticket: ticket.id,
    person: person.id,
  });
  if (!answer.ok) return toast(answer.words, { tone: 'danger' });
  await desk.pullTicket(ticket.id);
  const { name } = person;
  toast(isParticipant ? t.acted.added(name) : t.acted.removed({ name, ticket: ticket.number }), {
    act: { label: t.acted.undo, run: () => void setParticipant(desk, ticket, person, !isParticipant) },
  });
}
