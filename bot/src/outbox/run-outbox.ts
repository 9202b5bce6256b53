import { setTimeout as wait } from 'node:timers/promises';
import { isAway } from '../database/database.ts';
import { describeError } from '../log.ts';
import { within } from '../within.ts';
import { leaseSeconds } from './lease.ts';
import type { Relay } from './relay.ts';
import { releaseLane, workLane } from './work-lane.ts';

/** Lanes that are worked at the same time. */
const lanes = 100;

/** The outbox is looked through this often (ms), also when no notification comes. */
const pollEvery = 1000;

export type RunningOutbox = { stop: (patience: number) => Promise<void> };

/**
 * Works the outbox until it is stopped. A notification is only a hint: the table is polled anyway, and a lane whose
 * holder died is taken over when its lease ends.
 */
export function runOutbox(relay: Relay): RunningOutbox {
  const { sql, log, worker } = relay;
  const active = new Map<string, Promise<void>>();
  let isStopping = false;
  let isAwake = false;
  let wake = () => {};

  const nudge = () => {
    isAwake = true;
    wake();
  };

  async function nap(): Promise<void> {
    if (isAwake || isStopping) return;
    const slept = new AbortController();
    wake = () => slept.abort();
    await wait(pollEvery, undefined, { signal: slept.signal }).catch(() => {});
    wake = () => {};
  }

  async function lease(): Promise<void> {
    const free = lanes - active.size;
    if (free === 0 || !relay.holdsShard()) return;
    const rows = await sql<
      { lane: string }[]
    >`select private.lease_lanes(${worker}, ${free}, ${leaseSeconds}) as lane`;
    for (const { lane } of rows) {
      const work = workLane(relay, lane, () => isStopping || !relay.holdsShard())
        .then((seconds) => {
          // A lane that waits for Discord is due sooner than the next look.
          if (seconds > 0) setTimeout(nudge, seconds * 1000 + 5).unref();
        })
        .catch((error: unknown) => logTrouble(error))
        .finally(() => {
          if (active.get(lane) === work) active.delete(lane);
          nudge();
        });
      active.set(lane, work);
    }
  }

  let isInTrouble = false;
  function logTrouble(error: unknown): void {
    if (isAway(error) && isInTrouble) return;
    isInTrouble = true;
    log.warn(describeError(error), 'the outbox cannot be worked');
  }

  async function loop(): Promise<void> {
    while (!isStopping) {
      isAwake = false;
      try {
        await lease();
        isInTrouble = false;
      } catch (error) {
        logTrouble(error);
        isAwake = false;
      }
      await nap();
    }
  }

  const looped = loop();
  const listening = sql.listen('ticketflow_outbox', nudge, nudge).catch((error: unknown) => {
    log.warn(describeError(error), 'no notifications from the database: the outbox is polled');
    return null;
  });

  return {
    /** Takes no more lanes, waits (ms) for what is under way, and gives back the rest. */
    async stop(patience: number): Promise<void> {
      isStopping = true;
      nudge();
      await within(patience, Promise.allSettled([looped, ...active.values()]));
      await Promise.allSettled([...active.keys()].map((lane) => releaseLane(relay, lane)));
      void listening.then((subscription) => subscription?.unlisten()).catch(() => {});
    },
  };
}
