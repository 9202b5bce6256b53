import { actLevels } from '@ticketflow/supabase/contracts/act-levels.ts';
import { Level } from '@ticketflow/supabase/contracts/person.ts';
import type { Ticket } from '@ticketflow/supabase/contracts/ticket.ts';
import { expect, test } from 'vitest';
import { t } from '#lib/words/words.ts';
import { actNames, isOffered, tipOf } from './acts.ts';
import { isAtLeast, mayDo } from '#lib/desk/may-do.ts';
import { Openers } from '#lib/desk/openers.ts';

const open = { id: 'a', status: 'open', assignee_id: null, requester_id: 'marlowe' } as Ticket;
const closed: Ticket = { ...open, status: 'closed' };
const offeredTo = (level: Level | null, ticket: Ticket, id = 'noor') =>
  actNames.filter((act) => isOffered(act, ticket, { id, level }));

test('an act is offered from the level on that the contract says, and below it to nobody', () => {
  for (const act of actNames)
    for (const [rank, level] of Level.options.entries())
      expect([act, level, mayDo(act, open, { id: 'noor', level })]).toEqual([
        act,
        level,
        rank >= Level.options.indexOf(actLevels[act].level),
      ]);
  expect(offeredTo(null, open)).toEqual([]);
  expect(offeredTo('viewer', open)).toEqual([]);
  expect(isAtLeast(null, 'viewer')).toBe(false);
});

test('who opened a ticket is offered to close it, whatever their level, and nothing else', () => {
  for (const level of [null, 'viewer'] as const) {
    expect(offeredTo(level, open, 'marlowe')).toEqual(['close_ticket']);
    expect(offeredTo(level, closed, 'marlowe')).toEqual([]);
  }
});

test('an act that would change nothing is not offered', () => {
  const has = (ticket: Ticket) => offeredTo('admin', ticket);
  expect(has(open)).toEqual(expect.arrayContaining(['claim_ticket', 'close_ticket']));
  expect(has(open)).not.toContain('release_ticket');
  expect(has(open)).not.toContain('reopen_ticket');
  expect(has(closed)).toContain('reopen_ticket');
  expect(has(closed)).not.toContain('close_ticket');
  const mine = has({ ...open, assignee_id: 'noor' });
  expect(mine).toContain('release_ticket');
  expect(mine).not.toContain('claim_ticket');
  expect(has({ ...open, assignee_id: 'theo' })).not.toContain('release_ticket');
});

test('each act says what it is in words of its own, and its tooltip says its key', () => {
  expect(new Set(actNames.map((act) => t.acts[act])).size).toBe(actNames.length);
  expect(tipOf('post_reply')).toBe('Reply (R)');
  expect(tipOf('reopen_ticket')).toBe('Reopen');
});

test('a part that goes takes its own opener away, never that of the part which came for it', () => {
  const openers = new Openers();
  const opened: string[] = [];
  const leave = openers.offer({ priority: () => opened.push('first') });
  openers.offer({ priority: () => opened.push('second') });
  leave();
  openers.open('priority');
  openers.open('add_person');
  expect(opened).toEqual(['second']);
});
