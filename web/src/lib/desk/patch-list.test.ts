import type { Ticket } from '@ticketflow/supabase/contracts/ticket.ts';
import { expect, test } from 'vitest';
import { applyPatches, dropPatch, type PatchList } from './patch-list.ts';

const ticket = { id: 'a', priority: 'normal', status: 'open' } as Ticket;
const raised = { act: 1, ticketId: 'a', change: { priority: 'high' } } as const;
const closed = { act: 2, ticketId: 'a', change: { status: 'closed' } } as const;
const acts: PatchList = [raised, closed];

test('an answer to one act leaves what another has just done to the same ticket', () => {
  expect(applyPatches(acts, ticket)).toMatchObject({ priority: 'high', status: 'closed' });
  expect(applyPatches(dropPatch(acts, raised.act), ticket)).toMatchObject({
    priority: 'normal',
    status: 'closed',
  });
  expect(applyPatches(dropPatch(acts, closed.act), ticket)).toMatchObject({
    priority: 'high',
    status: 'open',
  });
});

test('of two acts that change the same, the later one is shown, whichever is answered first', () => {
  const lowered = { act: 3, ticketId: 'a', change: { priority: 'low' } } as const;
  const both: PatchList = [raised, lowered];
  expect(applyPatches(both, ticket).priority).toBe('low');
  expect(applyPatches(dropPatch(both, raised.act), ticket).priority).toBe('low');
  // Refused, the later one uncovers the earlier.
  expect(applyPatches(dropPatch(both, lowered.act), ticket).priority).toBe('high');
});

test('a ticket without acts is the very same one', () => {
  const other = { ...ticket, id: 'b' };
  expect(applyPatches(acts, other)).toBe(other);
});
