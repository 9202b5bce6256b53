import type { JobKind } from '@ticketflow/supabase/contracts/job-kinds.ts';
import { PageOutcome, type ClaimedJob } from '@ticketflow/supabase/contracts/job.ts';
import { call } from '../database/call.ts';
import type { Database } from '../database/database.ts';

/** A job of this bot's, and what its pages need. */
export type Page = {
  sql: Database;
  worker: string;
  job: ClaimedJob;
  /** Aborted when the job is cancelled or lost, and when the bot stops. */
  signal: AbortSignal;
};

/**
 * Does the next page of a job, and says what came of it. Most are one call of the SQL function of their kind, whose work and progress are
 * one transaction. What a page does outside of the database may happen twice.
 */
export type DoPage = (page: Page) => Promise<PageOutcome>;

/** Every kind of job that this bot works. Others stay as they are, for a bot that knows them. */
export const jobKinds: Record<JobKind, DoPage> = {
  async sweep_outbox({ sql, worker, job }) {
    return PageOutcome.parse(await call(sql, 'page_sweep_outbox', { job: job.id, worker }));
  },
};
