import pLimit from 'p-limit';
import { botFunctions } from '@ticketflow/supabase/contracts/bot-functions.ts';
import { DueTimer } from '@ticketflow/supabase/contracts/due-timer.ts';
import { allEnded } from '../all-ended.ts';
import { call, type FunctionName } from '../database/call.ts';
import { isAway, type Database } from '../database/database.ts';
import { pollLoop } from '../database/poll-loop.ts';
import { describeError, type Log } from '../log.ts';

/** Timers claimed in one look, and how many of them act side by side: after an outage they must not take all connections. */
const inOneLook = 100;
const atOnce = 2;

/** A timer is claimed this long (s); what was claimed by a bot that died is due again then. */
const leaseSeconds = 20;

/** Looked through this often (ms): no timer is later than that, unless many are due. */
const pollEvery = 1000;

type FireName = Extract<FunctionName, `fire_${string}`>;

/**
 * What a due timer does, by its kind: one call of the SQL function `fire_<kind>`, which checks the claim and what the timer depends on again,
 * acts, and settles it, all in one transaction. So it may be killed anywhere and called twice. A kind that only a newer database
 * knows stays as it is, for a bot that knows it.
 */
const fireNames = new Map(
  Object.keys(botFunctions)
    .filter((name): name is FireName => name.startsWith('fire_'))
    .map((name) => [name.slice('fire_'.length), name]),
);

type Given = {
  sql: Database;
  log: Log;
  worker: string;
  /** False once another process may work for this shard: nothing more is begun. */
  holdsShard: () => boolean;
};

export type RunningTimers = { stop: () => Promise<void> };

/** Fires the timers of this shard's guilds when they are due, until it is stopped. */
export function runTimers({ sql, log, worker, holdsShard }: Given): RunningTimers {
  const limit = pLimit(atOnce);

  async function fire(timer: DueTimer): Promise<void> {
    try {
      const name = fireNames.get(timer.kind);
      if (name) await call(sql, name, { timer: timer.id, worker });
    } catch (error) {
      if (isAway(error)) throw error;
      log.error({ timer: timer.id, kind: timer.kind, ...describeError(error) }, 'a timer could not act');
      await call(sql, 'fail_timer', { timer: timer.id, worker });
    }
  }

  async function look(): Promise<void> {
    if (!holdsShard()) return;
    const rows = await call(sql, 'claim_timers', {
      worker,
      kinds: [...fireNames.keys()],
      limit: inOneLook,
      seconds: leaseSeconds,
    });
    if (rows.length > 0) loop.nudge();
    // Begun in the order in which they were due.
    await allEnded(rows.map((row) => limit(() => fire(DueTimer.parse(row)))));
  }

  const loop = pollLoop(
    { sql, log, channel: 'ticketflow_timers', every: pollEvery, trouble: 'timers cannot be fired' },
    look,
  );
  return { stop: () => loop.stop() };
}
