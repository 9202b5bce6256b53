import { ClaimedJob } from '@ticketflow/supabase/contracts/job.ts';
import { call } from '../database/call.ts';
import type { Database } from '../database/database.ts';
import { pollLoop } from '../database/poll-loop.ts';
import type { Log } from '../log.ts';
import { jobKinds } from './job-kinds.ts';
import { leaseSeconds, runJob } from './run-job.ts';

/** Jobs at the same time: they are long, and less urgent than a reply. */
const atOnce = 2;

/** Looked through this often (ms), also when no notification comes. */
const pollEvery = 5000;

type Given = {
  sql: Database;
  log: Log;
  worker: string;
  /** False once another process may work for this shard: nothing more is begun. */
  holdsShard: () => boolean;
};

export type RunningJobs = { stop: () => Promise<void> };

/** Works the jobs of this shard's guilds by turns, until it is stopped. A job whose worker died goes on when its lease ends. */
export function runJobs(given: Given): RunningJobs {
  const { sql, worker, holdsShard } = given;
  const active = new Map<string, Promise<void>>();

  async function look(): Promise<void> {
    const free = atOnce - active.size;
    if (free === 0 || !holdsShard()) return;
    const rows = await call(sql, 'claim_jobs', {
      worker,
      kinds: Object.keys(jobKinds),
      limit: free,
      seconds: leaseSeconds,
    });
    for (const job of rows.map((row) => ClaimedJob.parse(row))) {
      const work = runJob(given, job, loop.signal)
        .catch(loop.tell)
        .finally(() => {
          active.delete(job.id);
          loop.nudge();
        });
      active.set(job.id, work);
    }
  }

  const loop = pollLoop(
    { ...given, channel: 'ticketflow_jobs', every: pollEvery, trouble: 'jobs cannot be worked' },
    look,
  );
  return {
    /** Begins no page more; the jobs at hand are given back after their pages. */
    async stop(): Promise<void> {
      await Promise.allSettled([loop.stop(), ...active.values()]);
    },
  };
}
