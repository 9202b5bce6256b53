import type { Ticket } from '@ticketflow/supabase/contracts/ticket.ts';

export type View = 'inbox' | 'mine' | 'unassigned' | 'closed';
export type Counts = { open: number; mine: number; unassigned: number };
/** The last row of what was loaded; older ones are not known completely. */
export type Edge = { at: string; id: string } | null;

/** Whether a ticket belongs into a view of the person `me`. */
export function isInView(ticket: Ticket, view: View, me: string): boolean {
  if (view === 'closed') return ticket.status === 'closed';
  if (ticket.status === 'closed') return false;
  if (view === 'mine') return ticket.assignee_id === me;
  return view === 'inbox' || ticket.assignee_id === null;
}

/** Latest activity first, then the greater id, as the database orders. Its times all carry +00:00 and compare as text. */
export function compareRows(a: { at: string; id: string }, b: { at: string; id: string }): number {
  if (a.at !== b.at) return a.at > b.at ? -1 : 1;
  return a.id === b.id ? 0 : a.id > b.id ? -1 : 1;
}

const sortKeyOf = (ticket: Ticket) => ({ at: ticket.last_activity_at, id: ticket.id });

/**
 * The rows of a view from all tickets that are known. Tickets beyond the edge are left out: between them others may lie
 * that were never loaded.
 */
export function rowsOf(
  known: Iterable<Ticket>,
  shown: { view: View; category: string | null; me: string; edge: Edge },
): Ticket[] {
  const rows: Ticket[] = [];
  for (const ticket of known) {
    if (!isInView(ticket, shown.view, shown.me)) continue;
    if (shown.category && ticket.category_id !== shown.category) continue;
    if (shown.edge && compareRows(sortKeyOf(ticket), shown.edge) > 0) continue;
    rows.push(ticket);
  }
  return rows.sort((a, b) => compareRows(sortKeyOf(a), sortKeyOf(b)));
}

/**
 * Puts tickets into those that are known, by revision; an older one never wins. A ticket read up to a revision stays read,
 * even when an answer that was asked before says otherwise. Returns whether anything changed.
 */
export function applyTickets(
  known: Map<string, Ticket>,
  incoming: readonly Ticket[],
  readUpTo: ReadonlyMap<string, number>,
): boolean {
  let isChanged = false;
  for (const ticket of incoming) {
    const have = known.get(ticket.id);
    if (have && have.revision > ticket.revision) continue;
    const isRead = (readUpTo.get(ticket.id) ?? -1) >= ticket.revision;
    known.set(ticket.id, isRead && ticket.unread > 0 ? { ...ticket, unread: 0 } : ticket);
    isChanged = true;
  }
  return isChanged;
}

/** The counts of the views after one ticket went from what it was to what it is; null where it was or is not there. */
export function countsAfter(counts: Counts, was: Ticket | null, is: Ticket | null, me: string): Counts {
  const step = (view: View) =>
    Number(is !== null && isInView(is, view, me)) - Number(was !== null && isInView(was, view, me));
  return {
    open: Math.max(0, counts.open + step('inbox')),
    mine: Math.max(0, counts.mine + step('mine')),
    unassigned: Math.max(0, counts.unassigned + step('unassigned')),
  };
}
