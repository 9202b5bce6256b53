import { call } from '../database/call.ts';
import { pollLoop } from '../database/poll-loop.ts';
import { within } from '../within.ts';
import { leaseSeconds } from './lease.ts';
import { releaseLane, workLane, type LaneWork } from './work-lane.ts';

/** Lanes that are worked at the same time. */
const lanes = 100;

/** The outbox is looked through this often (ms), also when no notification comes. */
const pollEvery = 1000;

type Given = LaneWork & {
  /** False once another process may work for this shard: nothing more is begun. */
  holdsShard: () => boolean;
};

export type RunningOutbox = { stop: (patience: number) => Promise<void> };

/** Works the outbox until it is stopped. A lane whose holder died is taken over when its lease ends. */
export function runOutbox(given: Given): RunningOutbox {
  const { sql, log, worker, holdsShard } = given;
  const active = new Map<string, Promise<void>>();

  async function lease(): Promise<void> {
    const free = lanes - active.size;
    if (free === 0 || !holdsShard()) return;
    for (const lane of await call(sql, 'lease_lanes', { worker, limit: free, seconds: leaseSeconds })) {
      const work = workLane(given, lane, () => loop.signal.aborted || !holdsShard())
        .then((seconds) => {
          // A lane that waits for Discord is due sooner than the next look.
          if (seconds > 0) setTimeout(loop.nudge, seconds * 1000 + 5).unref();
        })
        .catch(loop.tell)
        .finally(() => {
          if (active.get(lane) === work) active.delete(lane);
          loop.nudge();
        });
      active.set(lane, work);
    }
  }

  const loop = pollLoop(
    { sql, log, channel: 'ticketflow_outbox', every: pollEvery, trouble: 'the outbox cannot be worked' },
    lease,
  );

  return {
    /** Takes no more lanes, waits (ms) for what is under way, and gives back the rest. */
    async stop(patience: number): Promise<void> {
      await within(patience, Promise.allSettled([loop.stop(), ...active.values()]));
      await Promise.allSettled([...active.keys()].map((lane) => releaseLane(given, lane)));
    },
  };
}
