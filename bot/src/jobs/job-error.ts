import postgres from 'postgres';
import type { JobError } from '@ticketflow/supabase/contracts/job.ts';

type Without<T> = T extends unknown ? Omit<T, 'attempts'> : never;

/** What an error of a page is to those who read the list of jobs; what it says itself is in the bot's log alone. */
export function jobError(error: unknown): Without<JobError> {
  return error instanceof postgres.PostgresError
    ? { code: 'database', sqlstate: error.code }
    : { code: 'bug' };
}
