import { z } from 'zod';
import { jobKinds } from './job-kinds.ts';
import { Person } from './person.ts';
import { Snowflake } from './snowflake.ts';

const time = z.iso.datetime({ offset: true });

/** What `private.claim_jobs` hands to the bot: a job whose next page is its own. */
export const ClaimedJob = z.object({
  id: z.uuid(),
  kind: z.enum(jobKinds),
  guild_id: Snowflake,
  /** What is asked, as its kind knows it. */
  facts: z.record(z.string(), z.unknown()),
});
export type ClaimedJob = z.infer<typeof ClaimedJob>;

/** What came of one page of a job: there is another, it was the last, or the job is not this bot's (any more). */
export const PageOutcome = z.enum(['more', 'ended', 'lost']);
export type PageOutcome = z.infer<typeof PageOutcome>;

const attempts = z.number().int();
/**
 * Why the page at hand failed last, `attempts` times by now. interrupted: it was begun, and no bot has said how it ended (killed, or its
 * lease ran out). database: Postgres refused it with this SQLSTATE. bug: anything else; the bot's log says what.
 */
export const JobError = z.discriminatedUnion('code', [
  z.object({ code: z.literal('interrupted'), attempts }),
  z.object({ code: z.literal('database'), sqlstate: z.string(), attempts }),
  z.object({ code: z.literal('bug'), attempts }),
]);
export type JobError = z.infer<typeof JobError>;

/** Long work that somebody asked for. */
export const Job = z.object({
  id: z.uuid(),
  kind: z.string(),
  asked_by: Snowflake,
  asked_at: time,
  state: z.enum(['waiting', 'running', 'done', 'failed', 'cancelled']),
  done: z.number().int(),
  /** Null: not known. */
  total: z.number().int().nullable(),
  /** How many were skipped, by the code of the reason. */
  skipped: z.record(z.string(), z.number().int()),
  /** Null: the page at hand has not failed. Of a job that has failed: why. */
  error: JobError.nullable(),
  /** Since its last sign of life; null before its first page, and when it has ended. */
  silent_seconds: z.number().nullable(),
  /** Since its next page was due, negative while it is put off; null while a bot works on it, and when it has ended. */
  due_seconds: z.number().nullable(),
  ended_at: time.nullable(),
  cancelled_by: Snowflake.nullable(),
});
export type Job = z.infer<typeof Job>;

/** What `list_jobs(guild)` answers to managers: the 50 latest, with the people in them. Null to anybody else. */
export const Jobs = z.object({ jobs: z.array(Job), people: z.array(Person) });
export type Jobs = z.infer<typeof Jobs>;
