import { expect, test } from 'vitest';
import type { Job } from '@ticketflow/supabase/contracts/job.ts';
import { jobState } from './job-state.ts';

const job = (change: Partial<Job>): Job => ({
  id: '0b7a6a3e-0000-4000-8000-000000000000',
  kind: 'sweep_outbox',
  asked_by: '1180000000000000101',
  asked_at: '2026-11-25T10:00:00Z',
  state: 'running',
  done: 4,
  total: 10,
  skipped: {},
  error: null,
  silent_seconds: 1,
  due_seconds: null,
  ended_at: null,
  cancelled_by: null,
  ...change,
});
const error = { code: 'bug', attempts: 2 } as const;

test('a job that has ended is as it ended, however silent', () => {
  for (const state of ['done', 'failed', 'cancelled'] as const)
    expect(jobState(job({ state, silent_seconds: null, due_seconds: null }), 1000)).toBe(state);
});

test('a job that a bot works on has stopped answering when its bot gives no sign of life', () => {
  expect(jobState(job({ silent_seconds: 20 }), 5)).toBe('running');
  expect(jobState(job({ silent_seconds: 20 }), 11)).toBe('silent');
});

test('a job that no bot works on waits, is between two turns, or is not taken by any', () => {
  expect(jobState(job({ state: 'waiting', silent_seconds: null, due_seconds: 0 }), 2)).toBe('waiting');
  expect(jobState(job({ due_seconds: 1 }), 2)).toBe('running');
  expect(jobState(job({ due_seconds: 1, silent_seconds: 200 }), 60)).toBe('waiting');
  expect(jobState(job({ due_seconds: 290 }), 11)).toBe('silent');
});

test('a job whose page failed is tried again, also before that is due', () => {
  expect(jobState(job({ due_seconds: -30, error }), 5)).toBe('retrying');
  expect(jobState(job({ due_seconds: 299, error }), 5)).toBe('silent');
});
