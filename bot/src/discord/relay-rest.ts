import { AsyncLocalStorage } from 'node:async_hooks';
import { DefaultRestOptions, REST, type Client } from 'discord.js';
import type { Env } from '../env.ts';
import { refuseKnown } from './known-refusals.ts';
import type { Pace } from './pace.ts';
import type { RequestBudget } from './request-budget.ts';

/** A request to Discord takes at most this long (ms): below half the lease of an outbox lane. */
export const requestTimeout = 8000;

/** The same with files, whose bytes take their time: 24 MB within a minute. */
const requestTimeoutWithFiles = 60_000;

/** For which guild something is being done: its requests take its turns. */
export const doingFor = new AsyncLocalStorage<string>();

/** So long (ms) a request waits for its turn when Discord has refused many; then its entry is put back, and its lane is free. */
const turnPatience = 2000;

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
