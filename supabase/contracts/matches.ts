import { ago, priorities, type Sort } from './filter-terms.ts';
import type { Filter, Place } from './filter.ts';
import type { Ticket } from './ticket.ts';

/** Microseconds since 1970, which are what Postgres compares. */
function microseconds(time: string): number {
  const fraction = /\.(\d+)/.exec(time)?.[1] ?? '';
  return Math.floor(Date.parse(time) / 1000) * 1e6 + Number(fraction.slice(0, 6).padEnd(6, '0'));
}

/** A moment of a filter: a time, or how long before `now`. */
function momentOf(moment: string, now: number): number {
  const [isAgo, days = 0, hours = 0, minutes = 0] = ago.exec(moment) ?? [];
  if (isAgo === undefined) return microseconds(moment);
  return now * 1000 - (Number(days) * 1440 + Number(hours) * 60 + Number(minutes)) * 60e6;
}

/**
 * Whether a ticket is one of those that a filter means, to the person `me`, at `now` (milliseconds). The same as `private.matches`
 * answers, against which it is tested: a condition is added in both.
 */
export function matches(ticket: Ticket, filter: Filter, me: string | null, now: number): boolean {
  const isOpen = ticket.status !== 'closed';
  const waitingSince = isOpen ? ticket.waiting_since : null;
  const snoozedUntil = ticket.snoozed_until ? microseconds(ticket.snoozed_until) : -Infinity;
  const is = (asked: boolean | undefined, fact: boolean) => asked === undefined || asked === fact;
  const among = (asked: readonly (string | null)[] | undefined, fact: string | null) =>
    !asked || asked.includes(fact);
  const isBetween = (from: string | undefined, to: string | undefined, time: string | null) => {
    if (from === undefined && to === undefined) return true;
    if (time === null) return false;
    const at = microseconds(time);
    return (from === undefined || at >= momentOf(from, now)) && (to === undefined || at < momentOf(to, now));
  };
  const person = (name: string) => (name === 'me' ? (me ?? '') : name === 'nobody' ? null : name);

  return (
    is(filter.is_open, isOpen) &&
    among(filter.status, ticket.status) &&
    among(filter.assignee?.map(person), ticket.assignee_id) &&
    among(filter.category, ticket.category_id) &&
    (filter.label ?? []).every((label) => ticket.label_ids.includes(label)) &&
    among(filter.priority, ticket.priority) &&
    among(filter.requester?.map(person), ticket.requester_id) &&
    is(filter.is_unread, ticket.unread > 0) &&
    is(filter.is_waiting, waitingSince !== null) &&
    is(filter.is_answered, ticket.first_reply_at !== null) &&
    is(filter.is_unsent, ticket.has_unsent) &&
    is(filter.is_snoozed, snoozedUntil > now * 1000) &&
    isBetween(filter.opened_after, filter.opened_before, ticket.opened_at) &&
    isBetween(filter.active_after, filter.active_before, ticket.last_activity_at) &&
    isBetween(filter.waiting_after, filter.waiting_before, waitingSince) &&
    isBetween(filter.requester_said_after, filter.requester_said_before, ticket.requester_said_at) &&
    isBetween(filter.staff_said_after, filter.staff_said_before, ticket.staff_said_at) &&
    (filter.sort !== 'waiting' || waitingSince !== null)
  );
}

/** Where a ticket stands in a list of this order. */
export const placeOf = (ticket: Ticket, sort: Sort = 'latest'): Place => ({
  at: (sort === 'waiting' ? ticket.waiting_since : null) ?? ticket.last_activity_at,
  id: ticket.id,
  priority: ticket.priority,
});

/** Orders places as lists of the database do, whose times all carry +00:00 and compare as text. */
export function comparePlaces(a: Place, b: Place, sort: Sort = 'latest'): number {
  const steps = sort === 'priority' ? priorities.indexOf(b.priority) - priorities.indexOf(a.priority) : 0;
  if (steps !== 0) return steps;
  const order = a.at === b.at ? orderOf(a.id, b.id) : orderOf(a.at, b.at);
  return sort === 'oldest' || sort === 'waiting' ? order : -order;
}

const orderOf = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
