import { expect, test } from 'vitest';
import { auditActions } from '@ticketflow/supabase/contracts/audit-actions.ts';
import type { AuditEntry } from '@ticketflow/supabase/contracts/audit.ts';
import { listActions } from '@ticketflow/supabase/contracts/lists.ts';
import { kinds } from './audit-kinds.ts';
import { auditWords } from './audit-words.ts';

const entry = (change: Partial<AuditEntry>): AuditEntry => ({
  id: 1,
  at: '2026-11-25T10:00:00Z',
  actor_id: null,
  action: 'set_level',
  target: 'role:1',
  before: null,
  after: null,
  ticket_number: null,
  ...change,
});

test('a level says what it was and what it is, in the server or in a category', () => {
  const facts = { role: 'Trainee', category: 'Appeals' };
  expect(
    auditWords(entry({ before: { ...facts, level: null }, after: { ...facts, level: 'agent' } })),
  ).toEqual({ did: 'set the level of', what: 'Trainee in Appeals', before: 'No level', after: 'Agent' });
  expect(auditWords(entry({ after: { role: 'Trainee', category: null, level: null } })).what).toBe(
    'Trainee in the whole server',
  );
});

test('a ticket is named by its number, also when it is gone', () => {
  expect(auditWords(entry({ action: 'read_transcript', ticket_number: 2418 })).what).toBe('#2418');
  expect(auditWords(entry({ action: 'read_transcript', after: { number: 2418 } })).what).toBe('#2418');
  expect(auditWords(entry({ action: 'read_transcript' })).what).toBe('a ticket that is gone');
});

test('a job says what it was, how far it came and why it failed', () => {
  const job = (after: AuditEntry['after']) => auditWords(entry({ action: 'run_job', after }));
  const facts = { kind: 'sweep_outbox', done: 1400, total: 2600, cancelled_by: null, error: null };
  expect(job({ ...facts, state: 'done', done: 2600 })).toMatchObject({
    what: 'Clearing old entries of the outbox',
    after: 'Done: 2,600 of 2,600',
  });
  expect(job({ ...facts, state: 'cancelled' }).after).toBe('Cancelled at 1,400 of 2,600');
  const error = { code: 'database', sqlstate: '23503', attempts: 10 };
  expect(job({ ...facts, state: 'failed', error }).after).toBe(
    'Failed at 1,400 of 2,600. The database refused its page 10 times (23503).',
  );
});

test('a row of a list says what it was before and after, field by field', () => {
  const change = {
    action: 'change_label',
    before: { name: 'refund', hue: 25, position: 0 },
    after: { name: 'money back', hue: 255, position: 0 },
  };
  expect(auditWords(entry(change))).toEqual({
    did: 'changed',
    what: 'the label refund',
    before: 'refund, Red',
    after: 'money back, Blue',
  });
  expect(auditWords(entry({ action: 'add_label', after: change.after }))).toMatchObject({
    what: 'the label money back',
    after: null,
  });
  const move = { before: { name: 'refund', position: 3 }, after: { name: 'refund', position: 1 } };
  expect(auditWords(entry({ action: 'move_label', ...move }))).toMatchObject({
    did: 'moved',
    before: 'place 3',
    after: 'place 1',
  });
});

test('every act that is written down has words of its own, and can be looked at among its kind', () => {
  const actions: string[] = [...auditActions, ...listActions];
  for (const action of actions) expect(auditWords(entry({ action })).what).not.toBe('role:1');
  const shown: string[] = Object.values(kinds).flatMap(({ acts }) => [...acts]);
  expect(shown.sort()).toEqual(actions.sort());
});
