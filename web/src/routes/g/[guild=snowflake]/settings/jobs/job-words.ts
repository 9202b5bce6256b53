import { jobKinds, type JobKind } from '@ticketflow/supabase/contracts/job-kinds.ts';
import type { Job, JobError } from '@ticketflow/supabase/contracts/job.ts';
import { refusalWords } from '@ticketflow/supabase/contracts/refusals.ts';
import { t } from '#lib/words/words.ts';

const isKind = (kind: string): kind is JobKind => jobKinds.some((each) => each === kind);

/** What a job does. A kind that only a newer database knows goes by its name. */
export const kindWords = (kind: string): string =>
  isKind(kind) ? t.jobKinds[kind] : kind.replaceAll('_', ' ');

/** Whether what the audit log kept is an error that has words. */
export const isJobError = (error: unknown): error is JobError =>
  typeof error === 'object' && error !== null && 'code' in error && String(error.code) in t.jobErrors;
export const errorWords = <E extends JobError>(error: E): string =>
  (t.jobErrors[error.code] as (error: E) => string)(error);

/** "400 of 1,200", "400" where the whole is not known. */
export const progressWords = ({ done, total }: Pick<Job, 'done' | 'total'>): string =>
  total === null ? t.jobs.progressOfUnknown(done) : t.jobs.progress(done, total);

/** "3 skipped: …", a line for each reason. */
export const skippedWords = ({ skipped }: Pick<Job, 'skipped'>): string[] =>
  Object.entries(skipped)
    .filter(([, count]) => count > 0)
    .map(([code, count]) => t.jobs.skipped(count, refusalWords(t.refusals, { code }) ?? code));

/** "12 s", "4 min", "3 h": how long nothing was heard of a job. */
export function ageWords(seconds: number): string {
  if (seconds < 60) return t.jobs.seconds(Math.max(0, Math.floor(seconds)));
  if (seconds < 3600) return t.times.minutes(Math.floor(seconds / 60));
  return t.times.hours(Math.floor(seconds / 3600));
}
