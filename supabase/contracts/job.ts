import { z } from 'zod';
import { Person } from './person.ts';
import { Snowflake } from './snowflake.ts';

const time = z.iso.datetime({ offset: true });

/** What `private.claim_jobs` hands to the bot: a job whose next page is its own. */
export const ClaimedJob = z.object({
  id: z.uuid(),
  kind: z.string(),
  guild_id: Snowflake,
  /** What is asked, as its kind knows it. */
  facts: z.record(z.string(), z.unknown()),
});
export type ClaimedJob = z.infer<typeof ClaimedJob>;

/** What came of one page of a job: there is another, it was the last, or the job is not this bot's (any more). */
export const PageOutcome = z.enum(['more', 'ended', 'lost']);
export type PageOutcome = z.infer<typeof PageOutcome>;

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
  /** Its last sign of life; null before its first page. */
  beat_at: time.nullable(),
  ended_at: time.nullable(),
  cancelled_by: Snowflake.nullable(),
});
export type Job = z.infer<typeof Job>;

/** What `list_jobs(guild)` answers to managers: the 50 latest, with the people in them. Null to anybody else. */
export const Jobs = z.object({ jobs: z.array(Job), people: z.array(Person) });
export type Jobs = z.infer<typeof Jobs>;
