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

const sentence = (about: AuditEntry) => {
  const words = auditWords(about);
  return words.sentence('Noor', words.what);
};

test('a level says what it was and what it is, in the server or in a category', () => {
  const facts = { role: 'Trainee', category: 'Appeals' };
  expect(
    auditWords(entry({ before: { ...facts, level: null }, after: { ...facts, level: 'agent' } })),
  ).toMatchObject({ what: 'Trainee in Appeals', before: 'No level', after: 'Agent' });
  const set = entry({ after: { ...facts, level: 'agent' } });
  expect(sentence(set)).toBe('Noor set the level of Trainee in Appeals');
  expect(auditWords(entry({ after: { role: 'Trainee', category: null, level: null } })).what).toBe(
    'Trainee in the whole server',
  );
});

test('a ticket is named by its number, also when it is gone', () => {
  expect(auditWords(entry({ action: 'read_transcript', ticket_number: 2418 })).what).toBe('#2418');
  expect(auditWords(entry({ action: 'read_transcript', after: { number: 2418 } })).what).toBe('#2418');
  expect(auditWords(entry({ action: 'read_transcript' })).what).toBe('a ticket that is gone');
});

test('a person is named beside the ticket that they were added to', () => {
  const added = entry({ action: 'add_person', after: { name: 'Marlowe' }, ticket_number: 7 });
  expect(sentence(added)).toBe('Noor added Marlowe to #7');
  expect(sentence({ ...added, action: 'remove_person' })).toBe('Noor took Marlowe off #7');
});

test('a ticket that is opened to its category again says so', () => {
  const restrict = (is_restricted: boolean) =>
    sentence(entry({ action: 'restrict_ticket', after: { is_restricted }, ticket_number: 7 }));
  expect(restrict(true)).toBe('Noor restricted #7');
  expect(restrict(false)).toBe('Noor opened #7 to its category');
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
  expect(sentence(entry(change))).toBe('Noor changed the label refund');
  expect(auditWords(entry(change))).toMatchObject({
    before: 'refund, Red',
    after: 'money back, Blue',
  });
  expect(auditWords(entry({ action: 'add_label', after: change.after }))).toMatchObject({
    what: 'money back',
    after: null,
  });
  const move = { before: { name: 'refund', position: 3 }, after: { name: 'refund', position: 1 } };
  expect(sentence(entry({ action: 'move_label', ...move }))).toBe('Noor moved the label refund');
  expect(auditWords(entry({ action: 'move_label', ...move }))).toMatchObject({
    before: 'place 3',
    after: 'place 1',
  });
});

test('every act that is written down has words of its own, and can be looked at among its kind', () => {
  const actions: string[] = [...auditActions, ...listActions];
  for (const action of actions) expect(sentence(entry({ action }))).not.toContain('role:1');
  const shown: string[] = Object.values(kinds).flatMap((acts) => [...acts]);
  expect(shown.sort()).toEqual(actions.sort());
});
