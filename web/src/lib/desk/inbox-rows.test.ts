import type { Guild } from '@ticketflow/supabase/contracts/guild.ts';
import type { Ticket } from '@ticketflow/supabase/contracts/ticket.ts';
import { describe, expect, test } from 'vitest';
import { viewNames, type View } from '@ticketflow/supabase/contracts/views.ts';
import { applyTickets, countsAfter, filterOf, rowsOf, type Edge, type Shown } from './inbox-rows.ts';

const me = '1180000000000000101';
const ticket = (id: string, more: Partial<Ticket> = {}): Ticket => ({
  id,
  guild_id: '1180000000000000001',
  number: 1,
  subject: id,
  status: 'open',
  priority: 'normal',
  is_restricted: false,
  category_id: 'purchases',
  requester_id: '1180000000000000201',
  assignee_id: null,
  channel_id: null,
  channel_state: 'open',
  channel_error: null,
  answers: [],
  opened_at: '2026-11-23T10:00:00+00:00',
  closed_at: null,
  closed_by: null,
  close_reason: null,
  revision: 1,
  last_activity_at: '2026-11-23T10:00:00+00:00',
  label_ids: [],
  snoozed_until: null,
  waiting_since: null,
  first_reply_at: null,
  requester_said_at: null,
  staff_said_at: null,
  has_unsent: false,
  preview: null,
  unread: 0,
  ...more,
});
const ids = (rows: Ticket[]) => rows.map((row) => row.id);
const shownOf = (known: Ticket[], shown: Shown, edge: Edge = null) =>
  ids(rowsOf(known, filterOf(shown), me, 0, edge));
const inbox: Shown = { view: 'inbox', category: null };

describe('rows of a view', () => {
  test('come latest first, also where the database leaves zeros of a fraction out', () => {
    const known = [
      ticket('whole', { last_activity_at: '2026-11-23T10:00:02+00:00' }),
      ticket('longer', { last_activity_at: '2026-11-23T10:00:02.123+00:00' }),
      ticket('shorter', { last_activity_at: '2026-11-23T10:00:02.12+00:00' }),
    ];
    expect(shownOf(known, inbox)).toEqual(['longer', 'shorter', 'whole']);
  });

  test('hold what belongs to the view and nothing else', () => {
    const known = [
      ticket('nobody'),
      ticket('mine', { assignee_id: me }),
      ticket('theirs', { assignee_id: '1180000000000000102' }),
      ticket('closed', { status: 'closed', assignee_id: me }),
    ];
    const view = (view: View, category: string | null = null) => shownOf(known, { view, category }).sort();
    expect(view('inbox')).toEqual(['mine', 'nobody', 'theirs']);
    expect(view('mine')).toEqual(['mine']);
    expect(view('unassigned')).toEqual(['nobody']);
    expect(view('closed')).toEqual(['closed']);
    expect(view('inbox', 'purchases')).toEqual(['mine', 'nobody', 'theirs']);
    expect(view('inbox', 'account')).toEqual([]);
  });

  test('stop at the edge of what was loaded, so that no gap is shown as if it were none', () => {
    const known = [
      ticket('new', { last_activity_at: '2026-11-23T12:00:00+00:00' }),
      ticket('edge', { last_activity_at: '2026-11-23T11:00:00+00:00' }),
      ticket('beyond', { last_activity_at: '2026-11-23T09:00:00+00:00' }),
    ];
    const edge = { at: '2026-11-23T11:00:00+00:00', id: 'edge', priority: 'normal' } as const;
    expect(shownOf(known, inbox, edge)).toEqual(['new', 'edge']);
  });

  test('come in the order that the filter asks, and stop at its edge', () => {
    const known = [
      ticket('second', { waiting_since: '2026-11-23T09:00:00+00:00', priority: 'high' }),
      ticket('first', { waiting_since: '2026-11-22T09:00:00+00:00', priority: 'low' }),
      ticket('answered', { priority: 'urgent' }),
    ];
    const edge = { at: '2026-11-22T09:00:00+00:00', id: 'first', priority: 'low' } as const;
    expect(ids(rowsOf(known, { sort: 'waiting' }, me, 0, null))).toEqual(['first', 'second']);
    expect(ids(rowsOf(known, { sort: 'waiting' }, me, 0, edge))).toEqual(['first']);
    expect(ids(rowsOf(known, { sort: 'priority' }, me, 0, null))).toEqual(['answered', 'second', 'first']);
  });
});

describe('applying what arrives', () => {
  test('an older revision never replaces a newer one, in whatever order they come', () => {
    const known = new Map<string, Ticket>();
    applyTickets(known, [ticket('a', { revision: 5, subject: 'new' })], new Map());
    applyTickets(known, [ticket('a', { revision: 4, subject: 'old' })], new Map());
    expect(known.get('a')?.subject).toBe('new');
  });

  test('what was read stays read when an answer from before says otherwise, until something new is said', () => {
    const known = new Map<string, Ticket>();
    const readUpTo = new Map([['a', 5]]);
    applyTickets(known, [ticket('a', { revision: 5, unread: 2 })], readUpTo);
    expect(known.get('a')?.unread).toBe(0);
    applyTickets(known, [ticket('a', { revision: 6, unread: 1 })], readUpTo);
    expect(known.get('a')?.unread).toBe(1);
  });
});

/** Counts that nobody has asked for. */
const noCounts = Object.fromEntries(viewNames.map((view) => [view, null])) as Guild['counts'];

test('counts follow a ticket from view to view', () => {
  const counts = { ...noCounts, inbox: 8, mine: 2, unassigned: 2 };
  const free = ticket('a');
  const mine = ticket('a', { assignee_id: me });
  const closed = ticket('a', { assignee_id: me, status: 'closed' });
  expect(countsAfter(counts, free, mine, me, 0)).toEqual({ ...counts, mine: 3, unassigned: 1 });
  expect(countsAfter(counts, mine, closed, me, 0)).toEqual({ ...counts, inbox: 7, mine: 1 });
  expect(countsAfter(counts, null, free, me, 0)).toEqual({ ...counts, inbox: 9, unassigned: 3 });
});
