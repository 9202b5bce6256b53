import { FileCopy } from '@ticketflow/supabase/contracts/file-copy.ts';
import { call } from '../database/call.ts';
import { pollLoop } from '../database/poll-loop.ts';
import { doingFor } from '../discord/relay-rest.ts';
import { copyFile, type Copying } from './copy-file.ts';

/** Copies at the same time: they pass through in pieces, so this bounds connections more than memory. */
const atOnce = 4;

/** A copy is leased this long (s); each attempt ends well before (ms). The database waits 5 minutes before it erases behind one. */
const leaseSeconds = 120;
const attemptMs = 90_000;

/** Looked through this often (ms), also when no notification comes. */
const pollEvery = 5000;

export type RunningFiles = { stop: () => Promise<void> };

/**
 * Copies the files of Discord's messages, and erases what nothing belongs to any more, until it is stopped. What waits is in
 * the database: after a crash another bot continues when the lease ends.
 */
export function runFiles(given: Copying): RunningFiles {
  const { sql, bucket, log } = given;
  const active = new Set<Promise<void>>();

  async function copy(): Promise<void> {
    const free = atOnce - active.size;
    if (free === 0) return;
    const rows = await call(sql, 'lease_copies', { limit: free, seconds: leaseSeconds });
    for (const leased of rows.map((row) => FileCopy.parse(row))) {
      const signal = AbortSignal.any([loop.signal, AbortSignal.timeout(attemptMs)]);
      const work = doingFor
        .run(leased.guild_id, () => copyFile(given, leased, signal))
        .catch((error: unknown) => {
          if (!loop.signal.aborted) loop.tell(error);
        })
        .finally(() => {
          active.delete(work);
          loop.nudge();
        });
      active.add(work);
    }
  }

  async function erase(): Promise<void> {
    if (!bucket) return;
    const paths = await call(sql, 'erasures_due', { limit: 100 });
    if (paths.length === 0) return;
    await bucket.remove(paths, AbortSignal.any([loop.signal, AbortSignal.timeout(30_000)]));
    await call(sql, 'settle_erasures', { paths });
  }

  const loop = pollLoop(
    { sql, log, channel: 'ticketflow_files', every: pollEvery, trouble: 'files cannot be kept' },
    async () => {
      await copy();
      await erase();
    },
  );

  return {
    /** Breaks off what is under way; it is due again soon. */
    async stop(): Promise<void> {
      await Promise.allSettled([loop.stop(), ...active]);
    },
  };
}
