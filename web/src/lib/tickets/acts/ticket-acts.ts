import type { AnswerOf, Args, FunctionName } from '@ticketflow/supabase/contracts/functions.ts';
import type { Ticket } from '@ticketflow/supabase/contracts/ticket.ts';
import { toast } from '#lib/ui/toasts.svelte.ts';
import { t } from '#lib/words/words.ts';
import type { ActingDesk } from './act.ts';

/**
 * Does something to a ticket: shown at once, then asked of the database. Refused, it goes back, with a toast in words.
 * Returns the answer, or undefined when it was refused or not reachable.
 */
export async function change<N extends FunctionName>(
  desk: ActingDesk,
  ticket: Ticket,
  patch: Partial<Ticket>,
  name: N,
  args: Args<N>,
): Promise<AnswerOf<N> | undefined> {
  const shown = desk.patches.add(ticket.id, patch);
  const answer = await desk.ask(name, args);
  if (answer.ok) await Promise.all([desk.pullTicket(ticket.id), desk.pullGuild()]);
  else toast(answer.words, { tone: 'danger' });
  desk.patches.drop(shown);
  return answer.ok ? answer.data : undefined;
}

/** Takes a ticket that nobody has. False when somebody was quicker, or it was refused; a toast says so. */
export async function claimTicket(desk: ActingDesk, ticket: Ticket): Promise<boolean> {
  const me = desk.guild.me.id;
  if (ticket.assignee_id) return false;
  const owner = await change(desk, ticket, { assignee_id: me }, 'claim_ticket', { ticket: ticket.id });
  if (owner !== undefined && owner !== me)
    toast(t.acted.claimedBefore(desk.people.get(owner ?? '')?.name.split(' ')[0]));
  return owner === me;
}

export async function releaseTicket(desk: ActingDesk, ticket: Ticket): Promise<void> {
  await change(desk, ticket, { assignee_id: null }, 'release_ticket', { ticket: ticket.id });
}

export async function setPriority(
  desk: ActingDesk,
  ticket: Ticket,
  priority: Ticket['priority'],
): Promise<void> {
  if (priority !== ticket.priority)
    await change(desk, ticket, { priority }, 'set_priority', { ticket: ticket.id, priority });
}

export async function closeTicket(desk: ActingDesk, ticket: Ticket): Promise<void> {
  if (ticket.status === 'closed') return;
  const isClosed = await change(desk, ticket, { status: 'closed' }, 'close_ticket', { ticket: ticket.id });
  if (isClosed === undefined) return;
  toast(t.acted.closed(ticket.number), {
    act: { label: t.acted.undo, run: () => void reopenTicket(desk, ticket) },
  });
}

export async function reopenTicket(desk: ActingDesk, ticket: Ticket): Promise<void> {
  await change(desk, ticket, { status: 'open' }, 'reopen_ticket', { ticket: ticket.id });
}
