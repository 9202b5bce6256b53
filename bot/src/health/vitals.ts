import type { Client } from 'discord.js';
import type { Database } from '../database/database.ts';
import type { Shard } from '../env.ts';

/** What the bot's health is read from. Filled while it starts; nothing decides by it. */
export type Vitals = {
  shard: Shard;
  worker: string;
  /** What it waits for before it can work, in words. */
  waiting: string | null;
  /** It has begun to work. */
  isStarted: boolean;
  sql: Database | null;
  client: Client | null;
  /** The lease on the shard. */
  held: { isHeld: () => boolean } | null;
  /** Counts what Discord has refused within ten minutes. */
  budget: { count: () => number } | null;
  /** Queries that are answered, and that wait for a connection. */
  pool: () => { inUse: number; waiting: number };
};

export function createVitals(shard: Shard, worker: string): Vitals {
  return {
    shard,
    worker,
    waiting: null,
    isStarted: false,
    sql: null,
    client: null,
    held: null,
    budget: null,
    pool: () => ({ inUse: 0, waiting: 0 }),
  };
}
