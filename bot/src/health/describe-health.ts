import { Status } from 'discord.js';
import type { Backlog } from './read-backlog.ts';
import type { Vitals } from './vitals.ts';

/** What /healthz says: one word for machines, and words for people. */
export type Health = {
  status: 'well' | 'waiting' | 'ill';
  words: string;
  gateway: string;
  database: 'answers' | 'does not answer';
  shard: { id: number; count: number; state: 'held' | 'waiting' | 'not held' };
  catching_up: { guilds: number; done: number; total: number } | null;
  /** Timers that are due, and for how long the oldest has been; null when the database says nothing. */
  timers: { due: number; late_seconds: number } | null;
  /** When access was last said to be current. */
  last_stamp: string | null;
};

/** The state of the gateway in one word: ready, resuming, connecting, … */
export function gatewayState({ client, shard }: Vitals): string {
  const status = client?.ws.shards.get(shard.id)?.status;
  return status === undefined ? 'idle' : Status[status].toLowerCase();
}

/** Whether the bot does its work, and if not, why: `backlog` is what the database says, null when it says nothing. */
export function describeHealth(vitals: Vitals, backlog: Backlog | null): Health {
  const gateway = gatewayState(vitals);
  const isHeld = vitals.held?.isHeld() ?? false;
  const problems = [
    vitals.waiting ?? (!vitals.isStarted && 'starting'),
    !backlog && vitals.isStarted && 'the database does not answer: events are dropped and caught up later',
    vitals.isStarted && gateway !== 'ready' && `the gateway is ${gateway}`,
    vitals.isStarted && !isHeld && 'the lease on the shard has ended: nothing is sent',
  ].filter((words): words is string => Boolean(words));
  const stamped = backlog?.stamped_seconds ?? null;
  const catchingUp = backlog?.catching_up
    ? { guilds: backlog.catching_up, done: backlog.tickets_done, total: backlog.tickets_total }
    : null;
  const busy = catchingUp ? `catching up, ${catchingUp.done} of ${catchingUp.total} tickets` : 'all is well';
  return {
    status: problems.length === 0 ? 'well' : vitals.isStarted ? 'ill' : 'waiting',
    words: problems.join('; ') || busy,
    gateway,
    database: backlog ? 'answers' : 'does not answer',
    shard: { ...vitals.shard, state: isHeld ? 'held' : vitals.isStarted ? 'not held' : 'waiting' },
    catching_up: catchingUp,
    timers: backlog && { due: backlog.timers_due, late_seconds: backlog.timers_late_seconds },
    last_stamp: stamped === null ? null : new Date(Date.now() - stamped * 1000).toISOString(),
  };
}
