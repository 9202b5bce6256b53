import { createHash } from 'node:crypto';
import type { Limit, Settings } from '../settings.ts';
import { Refusal } from './refusal.ts';
import type { Route } from './route.ts';

/** Counts of one bucket: a window that opens with its first request. */
interface Window {
  used: number;
  endsAt: number;
}

export interface RateLimits {
  /** Counts one request. Gives the headers for its answer, or throws the 429. */
  take(route: Route, params: Record<string, string>, caller: string): Record<string, string>;
  /** Counts against a limit that no header shows (renames); throws the 429 of scope `shared`. */
  takeHidden(key: string, limit: Limit): void;
  /** The next request of this bucket name (or 'global') is answered 429 for so long. */
  force(bucket: string, retryAfterMs: number): void;
  clear(): void;
}

/** Rate limits as topics/rate-limits describes them: a bucket is a hash and the major parameter. */
export function createRateLimits(settings: Settings): RateLimits {
  const windows = new Map<string, Window>();
  const forced = new Map<string, number>();
  const take = (key: string, limit: Limit): { remaining: number; resetMs: number; isOver: boolean } => {
    const now = Date.now();
    let window = windows.get(key);
    if (!window || window.endsAt <= now) windows.set(key, (window = { used: 0, endsAt: now + limit.perMs }));
    window.used += 1;
    const resetMs = window.endsAt - now;
    return { remaining: Math.max(0, limit.count - window.used), resetMs, isOver: window.used > limit.count };
  };
  return {
    take(route, params, caller) {
      const bucket = route.bucket ?? 'default';
      checkForced(forced, bucket);
      if (!settings.rateLimits.enabled) return {};
      if (!route.isOutsideGlobal) {
        checkForced(forced, 'global');
        const state = take(`global ${caller}`, settings.rateLimits.global);
        if (state.isOver) throw tooMany(state.resetMs, 'global', {});
      }
      const limit = settings.rateLimits.buckets[bucket] ?? settings.rateLimits.buckets.default!;
      const hash = createHash('md5').update(`${route.method}${route.path}`).digest('hex');
      const state = take(`${hash} ${majorOf(params)}`, limit);
      const headers = {
        'x-ratelimit-limit': String(limit.count),
        'x-ratelimit-remaining': String(state.remaining),
        'x-ratelimit-reset': ((Date.now() + state.resetMs) / 1000).toFixed(3),
        'x-ratelimit-reset-after': (state.resetMs / 1000).toFixed(3),
        'x-ratelimit-bucket': hash,
      };
      if (state.isOver) throw tooMany(state.resetMs, 'user', headers);
      return headers;
    },
    takeHidden(key, limit) {
      if (!settings.rateLimits.enabled) return;
      const state = take(`hidden ${key}`, limit);
      if (state.isOver) throw tooMany(state.resetMs, 'shared', {});
    },
    force(bucket, retryAfterMs) {
      forced.set(bucket, Date.now() + retryAfterMs);
    },
    clear() {
      windows.clear();
      forced.clear();
    },
  };
}

function checkForced(forced: Map<string, number>, bucket: string): void {
  const until = forced.get(bucket);
  if (until === undefined) return;
  if (until > Date.now()) throw tooMany(until - Date.now(), bucket === 'global' ? 'global' : 'user', {});
  forced.delete(bucket);
}

function majorOf(params: Record<string, string>): string {
  return params.channel ?? params.guild ?? (params.webhook ? `${params.webhook}/${params.token ?? ''}` : '');
}

function tooMany(ms: number, scope: 'user' | 'global' | 'shared', headers: Record<string, string>): Refusal {
  const seconds = Math.max(0.001, ms / 1000);
  const body = {
    message: scope === 'shared' ? 'The resource is being rate limited.' : 'You are being rate limited.',
    retry_after: Number(seconds.toFixed(3)),
    global: scope === 'global',
  };
  return new Refusal(429, body, {
    ...headers,
    'retry-after': String(Math.ceil(seconds)),
    'x-ratelimit-scope': scope,
    ...(scope === 'global' ? { 'x-ratelimit-global': 'true' } : {}),
  });
}
