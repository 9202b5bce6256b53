import type { Filter, Place } from '@ticketflow/supabase/contracts/filter.ts';
import type { Guild } from '@ticketflow/supabase/contracts/guild.ts';
import { comparePlaces, matches, placeOf } from '@ticketflow/supabase/contracts/matches.ts';
import type { Ticket } from '@ticketflow/supabase/contracts/ticket.ts';
import { viewFilters, viewNames, views, type View } from '@ticketflow/supabase/contracts/views.ts';

/** What the inbox shows: a view, or its tickets of one category. */
export type Shown = { view: View; category: string | null };
/** The last row of what was loaded; those behind it are not known completely. */
export type Edge = Place | null;

export const filterOf = ({ view, category }: Shown): Filter => ({
  ...views[view].filter,
  ...(category ? { category: [category] } : {}),
});

/**
 * The rows of a filter from all tickets that are known, to the person `me` at `now` (milliseconds). Tickets beyond the edge are left out:
 * between them others may lie that were never loaded.
 */
export function rowsOf(
  known: Iterable<Ticket>,
  filter: Filter,
  me: string,
  now: number,
  edge: Edge,
): Ticket[] {
  const { sort } = filter;
  const rows: { ticket: Ticket; place: Place }[] = [];
  for (const ticket of known) {
    if (!matches(ticket, filter, me, now)) continue;
    const place = placeOf(ticket, sort);
    if (!edge || comparePlaces(place, edge, sort) <= 0) rows.push({ ticket, place });
  }
  return rows.sort((a, b) => comparePlaces(a.place, b.place, sort)).map(({ ticket }) => ticket);
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
export function countsAfter(
  counts: Guild['counts'],
  was: Ticket | null,
  is: Ticket | null,
  me: string,
  now: number,
): Guild['counts'] {
  const has = (ticket: Ticket | null, view: View) =>
    Number(ticket !== null && matches(ticket, viewFilters[view], me, now));
  const stepped = viewNames.map((view) => {
    const count = counts[view];
    return [view, typeof count !== 'number' ? null : Math.max(0, count + has(is, view) - has(was, view))];
  });
  return { ...counts, ...(Object.fromEntries(stepped) as Guild['counts']) };
}
