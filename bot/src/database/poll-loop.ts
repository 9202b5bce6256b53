import { setTimeout as wait } from 'node:timers/promises';
import { describeError, type Log } from '../log.ts';
import { isAway, type Database } from './database.ts';

type Given = {
  sql: Database;
  log: Log;
  /** On which the database notifies of new work. */
  channel: string;
  /** Looked for work this often (ms), also when no notification comes. */
  every: number;
  /** Logged when a look fails; while the database is away, once. */
  trouble: string;
};

/**
 * Looks for work until it is stopped: when the database notifies, when it is nudged, and every so often. A notification is only a
 * hint.
 */
export function pollLoop({ sql, log, channel, every, trouble }: Given, look: () => Promise<void>) {
  const stopping = new AbortController();
  const { signal } = stopping;
  let isAwake = false;
  let isInTrouble = false;
  let wake = () => {};

  function nudge(): void {
    isAwake = true;
    wake();
  }

  async function nap(): Promise<void> {
    if (isAwake || signal.aborted) return;
    const slept = new AbortController();
    wake = () => slept.abort();
    await wait(every, undefined, { signal: slept.signal }).catch(() => {});
  }

  function tell(error: unknown): void {
    if (isAway(error) && isInTrouble) return;
    isInTrouble = true;
    log.warn(describeError(error), trouble);
  }

  async function loop(): Promise<void> {
    while (!signal.aborted) {
      isAwake = false;
      try {
        await look();
        isInTrouble = false;
      } catch (error) {
        if (!signal.aborted) tell(error);
        isAwake = false;
      }
      await nap();
    }
  }

  // Begun when the caller holds what is returned here.
  const looped = Promise.resolve().then(loop);
  const listening = sql.listen(channel, nudge, nudge).catch((error: unknown) => {
    log.warn({ channel, ...describeError(error) }, 'no notifications from the database: it is polled');
    return null;
  });

  return {
    /** Aborted when it is stopped. */
    signal,
    /** There may be work now. */
    nudge,
    /** Tells of trouble in work that a look began. */
    tell,
    /** Looks no more; settles when the last look has ended. */
    async stop(): Promise<void> {
      stopping.abort();
      nudge();
      void listening.then((subscription) => subscription?.unlisten()).catch(() => {});
      await looped;
    },
  };
}
