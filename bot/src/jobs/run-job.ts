import type { ClaimedJob } from '@ticketflow/supabase/contracts/job.ts';
import { call } from '../database/call.ts';
import { isAway, type Database } from '../database/database.ts';
import { describeError, type Log } from '../log.ts';
import { jobError } from './job-error.ts';
import { jobKinds } from './job-kinds.ts';

/** A job is claimed this long (s), and from a heartbeat on again; the heart beats this often (ms). */
export const leaseSeconds = 20;
const beatEvery = 5000;

/** A job gives way after so many pages, to others that wait. */
const inARow = 10;

type Given = { sql: Database; log: Log; worker: string };

/**
 * Does pages of a claimed job until it ends, is cancelled or lost, has had its turn, or `signal` aborts. What failed is tried again later.
 * Throws when the database is away: then the job is due again when its lease ends.
 */
export async function runJob(
  { sql, log, worker }: Given,
  job: ClaimedJob,
  signal: AbortSignal,
): Promise<void> {
  const lost = new AbortController();
  const page = { sql, worker, job, signal: AbortSignal.any([signal, lost.signal]) };
  const beating = setInterval(() => void beat().catch(() => {}), beatEvery);

  async function beat(): Promise<void> {
    const isHeld = await call(sql, 'beat_job', { job: job.id, worker, seconds: leaseSeconds });
    if (!isHeld) lost.abort();
  }

  const release = (because: object | null) =>
    call(sql, 'release_job', { job: job.id, worker, error: because });

  try {
    for (let pages = 0; pages < inARow && !page.signal.aborted; pages += 1)
      if ((await jobKinds[job.kind](page)) !== 'more') return;
    await release(null);
  } catch (error) {
    if (isAway(error)) throw error;
    const hasFailed = !page.signal.aborted;
    if (hasFailed)
      log.error({ job: job.id, kind: job.kind, ...describeError(error) }, 'a page of a job failed');
    await release(hasFailed ? jobError(error) : null);
  } finally {
    clearInterval(beating);
  }
}
