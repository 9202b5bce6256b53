import pLimit from 'p-limit';
import { DueTimer } from '@ticketflow/supabase/contracts/due-timer.ts';
import { allEnded } from '../all-ended.ts';
import { call } from '../database/call.ts';
import { isAway, type Database } from '../database/database.ts';
import { pollLoop } from '../database/poll-loop.ts';
import { describeError, type Log } from '../log.ts';
import { timerKinds } from './timer-kinds.ts';

/** Timers claimed in one look, and how many of them act side by side: after an outage they must not take all connections. */
const inOneLook = 100;
const atOnce = 2;

/** A timer is claimed this long (s); what was claimed by a bot that died is due again then. */
const leaseSeconds = 20;

/** Looked through this often (ms): no timer is later than that, unless many are due. */
const pollEvery = 1000;

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
      await timerKinds[timer.kind]?.(sql, timer, worker);
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
      kinds: Object.keys(timerKinds),
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
