import { OutboxEntry } from '@ticketflow/supabase/contracts/outbox-entry.ts';
import type { Reason } from '@ticketflow/supabase/contracts/reasons.ts';
import { call } from '../database/call.ts';
import { isAway, type Database } from '../database/database.ts';
import { doingFor } from '../discord/relay-rest.ts';
import { describeError, type Log } from '../log.ts';
import { failEntry } from './fail.ts';
import { kindOf } from './kinds.ts';
import { leaseSeconds, startLease, type Lease } from './lease.ts';
import { readEntryFailure } from './read-entry-failure.ts';

/** What working a lane needs. */
export type LaneWork = {
  sql: Database;
  log: Log;
  /** This process's name on leases. */
  worker: string;
  /** Does in Discord what an entry says, and settles it. Throws what REST throws. */
  deliver: (entry: OutboxEntry, lease: Lease) => Promise<unknown>;
};

/** What an entry came to: the next one's turn, the lane waits some seconds, or the entry was refused for good. */
export type Turn =
  { state: 'next' } | { state: 'wait'; seconds: number } | { state: 'refused'; reason: Reason };

/** An entry that fails for a reason of the bot's own is tried this often. */
const patience = 5;

/** A lane gives way after so many entries; it is due again at once, behind those that wait already. */
const inARow = 10;

/** Takes the next entry of a lane that this process holds. Null when there is none, or the lease is lost. */
export async function beginEntry(
  { sql, worker }: Pick<LaneWork, 'sql' | 'worker'>,
  lane: string,
): Promise<{ entry: OutboxEntry; lease: Lease } | null> {
  const lease = startLease();
  const entry = await call(sql, 'begin_entry', { lane, worker, seconds: leaseSeconds });
  return entry ? { entry: OutboxEntry.parse(entry), lease } : null;
}

/** Gives a lane back; what waits in it is due after some seconds. */
export async function releaseLane(
  { sql, worker }: Pick<LaneWork, 'sql' | 'worker'>,
  lane: string,
  seconds = 0,
): Promise<void> {
  await call(sql, 'release_lane', { lane, worker, retry_after: seconds });
}

/** Does one entry and settles it, or says how long to wait before it is tried again. Throws when the database is away. */
export async function doEntry(
  { sql, log }: Pick<LaneWork, 'sql' | 'log'>,
  entry: OutboxEntry,
  work: () => Promise<unknown>,
): Promise<Turn> {
  try {
    await doingFor.run(entry.guild_id, work);
    return { state: 'next' };
  } catch (error) {
    if (isAway(error)) throw error;
    const failure = readEntryFailure(error);
    switch (failure.state) {
      case 'refused':
        return { state: 'refused', reason: await failEntry({ sql, log }, entry, failure) };
      case 'not private':
        log.warn(
          { entry: entry.id, kind: entry.kind, reason: failure.reason.code },
          "a ticket's channel is not private",
        );
        await kindOf(entry.kind).giveUp(sql, entry, failure.reason);
        return { state: 'refused', reason: failure.reason };
      case 'wait':
        await putBack(sql, entry, failure.reason);
        return { state: 'wait', seconds: failure.seconds };
      case 'unknown':
        log.warn(
          { entry: entry.id, kind: entry.kind, reason: failure.reason.code },
          'the outcome of a request is unknown',
        );
        return { state: 'wait', seconds: backOff(entry.attempts) };
      case 'bug':
        log.error(
          { entry: entry.id, kind: entry.kind, ...describeError(error) },
          'an entry of the outbox fails',
        );
        if (entry.attempts >= patience) await kindOf(entry.kind).giveUp(sql, entry, { code: 'bug' });
        return { state: 'wait', seconds: backOff(entry.attempts) };
    }
  }
}

/** The request is known not to have reached Discord. What an earlier attempt did, or an earlier step, stays open. */
async function putBack(sql: Database, entry: OutboxEntry, reason: Reason): Promise<void> {
  if (kindOf(entry.kind).isUntouched?.(entry)) await call(sql, 'put_back_entry', { entry: entry.id, reason });
}

/** Seconds before an entry is tried again: 2, 4, 8 … 60. */
function backOff(attempts: number): number {
  return Math.min(2 ** Math.min(attempts, 6), 60);
}

/** Does the entries of a leased lane one after another and gives the lane back. Gives the seconds until it wants to be worked again. */
export async function workLane(given: LaneWork, lane: string, isStopping: () => boolean): Promise<number> {
  let seconds = 1;
  try {
    seconds = await workEntries(given, lane, isStopping);
  } finally {
    await releaseLane(given, lane, seconds);
  }
  return seconds;
}

async function workEntries(given: LaneWork, lane: string, isStopping: () => boolean): Promise<number> {
  for (let done = 0; done < inARow && !isStopping(); done += 1) {
    const begun = await beginEntry(given, lane);
    if (!begun) break;
    const { entry, lease } = begun;
    const outcome = await doEntry(given, entry, () => given.deliver(entry, lease));
    if (outcome.state === 'wait') return outcome.seconds;
  }
  return 0;
}
