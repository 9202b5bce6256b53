import { OutboxEntry } from '@ticketflow/supabase/contracts/outbox-entry.ts';
import { isAway } from '../database.ts';
import { describeError } from '../log.ts';
import { deliver } from './deliver.ts';
import { failEntry, giveUp } from './fail.ts';
import { readFailure } from './read-failure.ts';
import { doingFor, leaseSeconds, startLease, type Lease, type Relay } from './relay.ts';

/** What an entry came to: the next one's turn, the lane waits some seconds, or the entry was refused for good. */
export type Turn =
  { state: 'next' } | { state: 'wait'; seconds: number } | { state: 'refused'; words: string };

/** An entry that fails for a reason of the bot's own is tried this often. */
const patience = 5;

/** A lane gives way after so many entries; it is due again at once, behind those that wait already. */
const inARow = 10;

/** Takes the next entry of a lane that this process holds. Null when there is none, or the lease is lost. */
export async function beginEntry(
  relay: Relay,
  lane: string,
): Promise<{ entry: OutboxEntry; lease: Lease } | null> {
  const lease = startLease();
  const [row] = await relay.sql<{ entry: unknown }[]>`
    select private.begin_entry(${lane}, ${relay.worker}, ${leaseSeconds}) as entry`;
  return row?.entry ? { entry: OutboxEntry.parse(row.entry), lease } : null;
}

/** Gives a lane back; what waits in it is due after some seconds. */
export async function releaseLane(relay: Relay, lane: string, seconds = 0): Promise<void> {
  await relay.sql`select private.release_lane(${lane}, ${relay.worker}, ${seconds})`;
}

/** Does one entry and settles it, or says how long to wait before it is tried again. Throws when the database is away. */
export async function doEntry(relay: Relay, entry: OutboxEntry, work: () => Promise<unknown>): Promise<Turn> {
  try {
    await doingFor.run(entry.guild_id, work);
    return { state: 'next' };
  } catch (error) {
    if (isAway(error)) throw error;
    const failure = readFailure(error);
    switch (failure.state) {
      case 'refused':
        return { state: 'refused', words: await failEntry(relay, entry, failure.code, failure.status) };
      case 'not private':
        relay.log.warn({ entry: entry.id, kind: entry.kind }, failure.words);
        await giveUp(relay, entry, failure.words);
        return { state: 'refused', words: failure.words };
      case 'wait':
        await putBack(relay, entry, failure.reason);
        return { state: 'wait', seconds: failure.seconds };
      case 'unknown':
        relay.log.warn(
          { entry: entry.id, kind: entry.kind, reason: failure.reason },
          'the outcome of a request is unknown',
        );
        return { state: 'wait', seconds: backOff(entry.attempts) };
      case 'bug':
        relay.log.error(
          { entry: entry.id, kind: entry.kind, ...describeError(error) },
          'an entry of the outbox fails',
        );
        if (entry.attempts >= patience)
          await giveUp(relay, entry, 'The bot could not do this; its log says why');
        return { state: 'wait', seconds: backOff(entry.attempts) };
    }
  }
}

/** The request is known not to have reached Discord. What an earlier attempt did, or an earlier step, stays open. */
async function putBack(relay: Relay, entry: OutboxEntry, reason: string): Promise<void> {
  const isHarmless = entry.kind === 'edit_reply' || entry.kind === 'delete_reply';
  if (isHarmless || (entry.kind === 'send_reply' && !entry.was_attempted))
    await relay.sql`select private.put_back_entry(${entry.id}, ${reason})`;
}

/** Seconds before an entry is tried again: 2, 4, 8 … 60. */
function backOff(attempts: number): number {
  return Math.min(2 ** Math.min(attempts, 6), 60);
}

/** Does the entries of a leased lane one after another and gives the lane back. Gives the seconds until it wants to be worked again. */
export async function workLane(relay: Relay, lane: string, isStopping: () => boolean): Promise<number> {
  let seconds = 1;
  try {
    seconds = await workEntries(relay, lane, isStopping);
  } finally {
    await releaseLane(relay, lane, seconds);
  }
  return seconds;
}

async function workEntries(relay: Relay, lane: string, isStopping: () => boolean): Promise<number> {
  for (let done = 0; done < inARow && !isStopping(); done += 1) {
    const begun = await beginEntry(relay, lane);
    if (!begun) break;
    const outcome = await doEntry(relay, begun.entry, () => deliver(relay, begun.entry, begun.lease));
    if (outcome.state === 'wait') return outcome.seconds;
  }
  return 0;
}
