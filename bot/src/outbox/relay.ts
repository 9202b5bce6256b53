import { AsyncLocalStorage } from 'node:async_hooks';
import { DefaultRestOptions, REST, type Client, type Guild } from 'discord.js';
import type { Database } from '../database.ts';
import type { Env } from '../env.ts';
import type { Order } from '../keep-order.ts';
import { refuseKnown } from '../known-refusals.ts';
import type { Log } from '../log.ts';
import type { RequestBudget } from '../request-budget.ts';
import { createPace, type Pace } from './pace.ts';
import type { Bucket } from '../storage/bucket.ts';
import type { Webhooks } from './webhooks.ts';

/** A lane is leased this long, renewed with every entry (by the database's clock). */
export const leaseSeconds = 20;

/** A request to Discord takes at most this long (ms): below half the lease. */
export const requestTimeout = 8000;

/** The same for an entry with files, whose bytes take their time: 24 MB within a minute. */
const leaseSecondsWithFiles = 130;
const requestTimeoutWithFiles = 60_000;

/** Requests a second: Discord's 50, less one for other work. */
const perSecond = 49;

/** For which guild something is being done: its requests take its turns. */
export const doingFor = new AsyncLocalStorage<string>();

/** One for all that the bot sends and reads, but for answers to interactions, which Discord does not count. */
export const createBotPace = (): Pace => createPace(perSecond);

/** So long (ms) a request waits for its turn when Discord has refused many; then its entry is put back, and its lane is free. */
const turnPatience = 2000;

/** What delivering needs. */
export type Relay = {
  sql: Database;
  rest: REST;
  webhooks: Webhooks;
  applicationId: string;
  cdnUrl: string;
  /** Null: this bot has no key to the files. */
  bucket: Bucket | null;
  /** This process's name on leases. */
  worker: string;
  /** False once another process may work for this shard: nothing more is begun. */
  holdsShard: () => boolean;
  guild: (id: string) => Guild | undefined;
  order: Order;
  /** Compares a guild with Discord, as the timer does. False when Discord does not show it: it is left, or in an outage. */
  compareGuild: (guildId: string) => Promise<boolean>;
  /** A channel is a ticket's from now on, or again. With `isLate` something may have been said there before. */
  onBound: (guildId: string, channelId: string, isLate: boolean) => void;
  /** A panel stands in this channel. */
  onPublished: (channelId: string) => void;
  log: Log;
};

/**
 * The relay's own REST: sends once, and throws instead of waiting. Waiting and retrying happen in the outbox only, since
 * discord.js would resend a request whose answer was lost, and wait out a 429 past any lease.
 */
export function createRelayRest(env: Env, client: Client, budget: RequestBudget, { turn }: Pace): REST {
  const send = budget.guard('relay', turnPatience, async (url, init) => {
    const ending = new AbortController();
    const timer = setTimeout(() => ending.abort(), timeoutOf(init.body));
    const signal = init.signal ? AbortSignal.any([init.signal as AbortSignal, ending.signal]) : ending.signal;
    try {
      await turn(doingFor.getStore() ?? '');
      return await DefaultRestOptions.makeRequest(url, { ...init, signal });
    } finally {
      clearTimeout(timer);
    }
  });
  return new REST({
    api: env.DISCORD_API_URL,
    retries: 0,
    // Its 50 ms more at the end of each window would cost a channel by itself a fortieth. What Discord says is counted from the
    // arrival of its answer, which is late by half a round trip already.
    offset: 5,
    rejectOnRateLimit: () => true,
    timeout: requestTimeoutWithFiles,
    // Its own count would reject what the pace lets wait; only what really goes out takes a turn.
    globalRequestsPerSecond: Infinity,
    makeRequest: refuseKnown(() => client, { client: 'relay' }, send),
  }).setToken(env.DISCORD_TOKEN);
}

const timeoutOf = (body: unknown) => (body instanceof FormData ? requestTimeoutWithFiles : requestTimeout);

/** Until when this process may send for an entry, in ms of `performance.now()`. */
export type Lease = { until: number };

export function startLease(): Lease {
  // A second less than the database grants: the answer to begin_entry took its time too.
  return { until: performance.now() + (leaseSeconds - 1) * 1000 };
}

/** How long a lease lasts from now on that the database has just been asked to make longer, for an entry with files. */
export function leaseLonger(): Lease & { seconds: number } {
  return {
    seconds: leaseSecondsWithFiles,
    until: performance.now() + (leaseSecondsWithFiles - 1) * 1000,
  };
}

/** A send that starts must be able to end within the lease. Throws a LeaseTooShort. */
export function assertTime(lease: Lease): void {
  if (lease.until - performance.now() < requestTimeout) throw new LeaseTooShort();
}

export class LeaseTooShort extends Error {}

/** Another bot may hold the lane by now: this one leaves the entry as it is. */
export class LeaseLost extends Error {}

/** What was read is older than what an event has said meanwhile: read again. */
export class Overtaken extends Error {}

/** A ticket's channel would be open to others, or is. The message says why, for the desk and the requester. */
export class NotPrivate extends Error {}
