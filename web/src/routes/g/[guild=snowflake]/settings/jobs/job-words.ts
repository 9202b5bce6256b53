import { jobKinds, type JobKind } from '@ticketflow/supabase/contracts/job-kinds.ts';
import type { Job, JobError } from '@ticketflow/supabase/contracts/job.ts';
import { refusalWords } from '@ticketflow/supabase/contracts/refusals.ts';
import { t } from '#lib/words/words.ts';
import type { JobState } from './job-state.ts';

const kinds: Record<JobKind, string> = { sweep_outbox: 'Clearing old entries of the outbox' };

const isKind = (kind: string): kind is JobKind => jobKinds.some((each) => each === kind);

/** What a job does. A kind that only a newer database knows goes by its name. */
export const kindWords = (kind: string): string => (isKind(kind) ? kinds[kind] : kind.replaceAll('_', ' '));

export const stateWords: Record<JobState, string> = {
  waiting: 'Waits for its turn',
  running: 'Running',
  retrying: 'Tried again after a failure',
  silent: 'Stopped answering',
  done: 'Done',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

const times = (count: number): string => (count === 1 ? 'once' : `${count} times`);
const errors: {
  [C in JobError['code']]: (error: Extract<JobError, { code: C }>) => string;
} = {
  interrupted: ({ attempts }) => `It was interrupted ${times(attempts)} before a page ended.`,
  database: ({ attempts, sqlstate }) => `The database refused its page ${times(attempts)} (${sqlstate}).`,
  bug: ({ attempts }) => `The bot could not do its page, ${times(attempts)}. The bot’s log says why.`,
};
/** Whether what the audit log kept is an error that has words. */
export const isJobError = (error: unknown): error is JobError =>
  typeof error === 'object' && error !== null && 'code' in error && String(error.code) in errors;
export const errorWords = <E extends JobError>(error: E): string =>
  (errors[error.code] as (error: E) => string)(error);

const number = new Intl.NumberFormat('en-GB');

/** "400 of 1,200", "400" where the whole is not known. */
export const progressWords = ({ done, total }: Pick<Job, 'done' | 'total'>): string =>
  total === null ? number.format(done) : `${number.format(done)} of ${number.format(total)}`;

/** "3 skipped: …", a line for each reason. */
export const skippedWords = ({ skipped }: Pick<Job, 'skipped'>): string[] =>
  Object.entries(skipped)
    .filter(([, count]) => count > 0)
    .map(([code, count]) => `${number.format(count)} skipped: ${refusalWords(t.refusals, { code }) ?? code}`);

/** "12 s", "4 min", "3 h": how long nothing was heard of a job. */
export function ageWords(seconds: number): string {
  if (seconds < 60) return `${Math.max(0, Math.floor(seconds))} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  return `${Math.floor(seconds / 3600)} h`;
}
