import type { Job } from '@ticketflow/supabase/contracts/job.ts';

/** What a job is seen to do: its own state, but that of one under way is finer. */
export type JobState =
  'waiting' | 'running' | 'retrying' | 'silent' | Extract<Job['state'], 'done' | 'failed' | 'cancelled'>;

/** A bot gives a sign of life every 5 seconds, and loses its job after 20. */
const SILENT_SECONDS = 30;
/** Jobs wait for each other's pages, so one that nobody takes is noticed later. */
const UNTAKEN_SECONDS = 300;
/** Between two turns of a job there is a moment that is nobody's. */
const BETWEEN_TURNS_SECONDS = 10;

/** `since`: seconds since the job was read. */
export function jobState(job: Job, since: number): JobState {
  if (job.state === 'done' || job.state === 'failed' || job.state === 'cancelled') return job.state;
  if (job.due_seconds === null)
    return (job.silent_seconds ?? 0) + since > SILENT_SECONDS ? 'silent' : 'running';
  const due = job.due_seconds + since;
  if (due > UNTAKEN_SECONDS) return 'silent';
  if (job.error) return 'retrying';
  return job.state === 'running' && due < BETWEEN_TURNS_SECONDS ? 'running' : 'waiting';
}
