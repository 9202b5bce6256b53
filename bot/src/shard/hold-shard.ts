import { setTimeout as wait } from 'node:timers/promises';
import { ShardLease } from '@ticketflow/supabase/contracts/shard-lease.ts';
import { call } from '../database/call.ts';
import { isAway, type Database } from '../database/database.ts';
import type { Shard } from '../env.ts';
import { describeError, type Log } from '../log.ts';
import { hasEnded, placeOfProcess } from './process-place.ts';

/** A shard is leased this long (by the database's clock) and its lease renewed this often (ms). */
const leaseSeconds = 15;
const renewEvery = 4000;

/** A process that waits for a shard asks this often (ms). */
const askEvery = 500;

type Given = {
  sql: Database;
  shard: Shard;
  /** This process's name on leases. */
  worker: string;
  log: Log;
  /** Hears what is waited for, in words; null when nothing is any more. */
  onWait: (words: string | null) => void;
  /** Another process has the shard: this one must end. */
  onLost: (words: string) => void;
};

export type HeldShard = {
  /** False as soon as another process may take the shard: then nothing more may be begun for its guilds. */
  isHeld: () => boolean;
  /** Another process may have it. */
  release: () => Promise<void>;
};

/**
 * Waits until no other process works for this shard of the bot's guilds, and holds it from then on. A holder that was killed is
 * followed when its lease ends, or at once where its process is known to be gone. Throws what the database refuses.
 */
export async function holdShard({ sql, shard, worker, log, onWait, onLost }: Given): Promise<HeldShard> {
  const name = `shard ${shard.id}${shard.count > 1 ? ` of ${shard.count}` : ''}`;
  const place = await placeOfProcess();
  /** By this process's clock, a second earlier than by the database's: its answer took its time. */
  let heldUntil = -Infinity;
  const isHeld = () => performance.now() < heldUntil;

  async function ask(dead: string | null) {
    const from = performance.now();
    const lease = ShardLease.parse(
      await call(sql, 'hold_shard', {
        shard: shard.id,
        count: shard.count,
        worker,
        place,
        seconds: leaseSeconds,
        dead,
      }),
    );
    if (lease.held) heldUntil = from + (leaseSeconds - 1) * 1000;
    return lease;
  }

  let told = '';
  function tell(words: string, because: object) {
    if (words === told) return;
    told = words;
    onWait(words);
    log.warn({ ...because, waiting: true }, words);
  }

  async function take(): Promise<void> {
    for (let dead: string | null = null; ;) {
      try {
        const lease = await ask(dead);
        if (lease.held) return;
        dead = (await hasEnded(lease.place)) ? lease.holder : null;
        if (dead) continue;
        tell(`waiting for ${name}: another process works for it`, { seconds: lease.seconds });
      } catch (error) {
        if (!isAway(error)) throw error;
        tell(`waiting for ${name}: the database is away`, describeError(error));
      }
      await wait(askEvery);
    }
  }

  const stopping = new AbortController();
  async function keep(): Promise<void> {
    for (let isTold = false; !stopping.signal.aborted;) {
      await wait(isHeld() ? renewEvery : askEvery, undefined, { signal: stopping.signal, ref: false }).catch(
        () => {},
      );
      if (stopping.signal.aborted) return;
      try {
        if (!(await ask(null)).held) {
          heldUntil = -Infinity;
          return onLost(`another process works for ${name} now, so this one ends`);
        }
        if (isTold) log.info(`${name} is held again`);
        isTold = false;
      } catch (error) {
        if (isHeld() || isTold) continue;
        isTold = true;
        log.warn(
          describeError(error),
          `${name} could not be kept: nothing is sent until the database answers`,
        );
      }
    }
  }

  await take();
  onWait(null);
  const kept = keep();
  return {
    isHeld,
    async release() {
      stopping.abort();
      await kept;
      heldUntil = -Infinity;
      await call(sql, 'release_shard', { worker });
    },
  };
}
