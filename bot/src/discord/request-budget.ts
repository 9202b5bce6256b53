import { setTimeout as wait } from 'node:timers/promises';
import { DefaultRestOptions, type RESTOptions } from 'discord.js';
import { rateLimited, requests } from '../health/metrics.ts';

/**
 * Answers 401, 403 and 429 that Discord takes from one address within ten minutes before it shuts it out for an hour; a 429 of scope
 * `shared` does not count (https://discord.com/developers/docs/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans).
 */
const documented = { limit: 10_000, windowMs: 600_000 };

/** Parts of the window that lapse one by one. */
const parts = 60;

/** From half of it on, so many requests a second: 3,000 in a window, which with the 5,000 before stay below nine tenths. */
const slowed = 5;

/** A refused token is given up after so many refusals in a row. */
const tokenPatience = 3;

/** The request was not sent: too many have been refused. It may be tried again after some seconds. */
export class HeldBack extends Error {
  readonly seconds: number;
  constructor(seconds: number) {
    super('held back: Discord has refused too many requests');
    this.seconds = seconds;
  }
}

/** Discord refused the bot's token. Thrown in place of the answer, at which @discordjs/rest would forget the token. */
export class TokenRefused extends Error {
  readonly status = 401;
  readonly seconds: number;
  constructor(seconds: number) {
    super('Discord refuses the token');
    this.seconds = seconds;
  }
}

type Send = RESTOptions['makeRequest'];

export type RequestBudget = ReturnType<typeof createRequestBudget>;

/** Counts what Discord refuses, over all clients of this process, and slows down and stops before Discord does. */
export function createRequestBudget({
  limit = documented.limit,
  windowMs = documented.windowMs,
  tokenRestMs = 30_000,
  onTokenRefused = () => {},
}: {
  limit?: number;
  windowMs?: number;
  /** A refused token is not tried again for so long. */
  tokenRestMs?: number;
  /** The token has been refused for good. */
  onTokenRefused?: () => void;
} = {}) {
  const partMs = windowMs / parts;
  /** How many were refused, by part of the window. */
  const refused = new Map<number, number>();
  let nextSlot = 0;
  let tokenRefusals = 0;
  let tokenRestsUntil = 0;

  function count(): number {
    const oldest = Math.floor(performance.now() / partMs) - parts;
    let sum = 0;
    for (const [part, number] of refused) {
      if (part <= oldest) refused.delete(part);
      else sum += number;
    }
    return sum;
  }

  function note(response: Awaited<ReturnType<Send>>): void {
    const { status } = response;
    const scope = response.headers.get('x-ratelimit-scope');
    if (status === 429) rateLimited.inc({ scope: scope ?? 'unknown' });
    if (status !== 401 && status !== 403 && !(status === 429 && scope !== 'shared')) return;
    const part = Math.floor(performance.now() / partMs);
    refused.set(part, (refused.get(part) ?? 0) + 1);
  }

  /** Lets a request go now, or after up to `patience` ms; throws a HeldBack when it would take longer. */
  async function admit(patience: number, isAuthorized: boolean): Promise<void> {
    const now = performance.now();
    if (isAuthorized && tokenRestsUntil > now) throw new HeldBack((tokenRestsUntil - now) / 1000);
    const share = count() / limit;
    if (share >= 0.9) throw new HeldBack(partMs / 1000);
    if (share < 0.5) return;
    const slot = Math.max(nextSlot, now);
    if (slot - now > patience) throw new HeldBack((slot - now) / 1000);
    nextSlot = slot + 1000 / slowed;
    await wait(slot - now);
  }

  return {
    limit,
    /** How many were refused within the window. */
    count,
    /** A way to send for one client, whose requests wait up to `patience` ms for their turn when turns are few. */
    guard(client: 'gateway' | 'relay', patience: number, send: Send = DefaultRestOptions.makeRequest): Send {
      return async (url, init) => {
        const isAuthorized = new Headers(init.headers as HeadersInit).has('authorization');
        // A member who pressed a button is answered in any case: that costs few, and they have 3 seconds.
        if (!isAnswer.test(url)) await admit(patience, isAuthorized);
        const response = await send(url, init).catch((error: unknown) => {
          requests.inc({ client, status: 'none' });
          throw error;
        });
        requests.inc({ client, status: `${Math.floor(response.status / 100)}xx` });
        note(response);
        if (!isAuthorized || response.status >= 500) return response;
        if (response.status !== 401) {
          tokenRefusals = 0;
          return response;
        }
        await response.arrayBuffer();
        tokenRefusals += 1;
        tokenRestsUntil = performance.now() + tokenRestMs;
        if (tokenRefusals >= tokenPatience) onTokenRefused();
        throw new TokenRefused(tokenRestMs / 1000);
      };
    },
  };
}

/** The first answer to an interaction, and its changes. */
const isAnswer = /\/interactions\/\d+\/[^/]+\/callback|\/webhooks\/\d+\/[^/]+\/messages\/(@|%40)original/;
