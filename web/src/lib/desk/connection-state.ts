import type { TopicState } from '#lib/realtime/pokes.ts';

export type ConnectionState = 'live' | 'catching-up' | 'offline' | 'database-away' | 'bot-away';

/**
 * What the last question came to: answered, answered by something before the database, or not answered at all. `asking`:
 * the page was away, and nothing is known before the first answer.
 */
export type Reach = 'reached' | 'asking' | 'away' | 'none';

/** The bot stamps a guild each minute while it hears Discord; three misses mean that it does not. */
const BOT_AWAY_MS = 3 * 60_000;

/** One word for how current the page is; the worst that is true. `topics`: all whose pokes it wants. */
export function connectionState(known: {
  isOnline: boolean;
  reach: Reach;
  topics: readonly TopicState[];
  catchingUp: { done: number; total: number } | null;
  accessSeenAt: string | null;
  now: number;
}): ConnectionState {
  if (!known.isOnline || known.reach === 'none') return 'offline';
  if (known.reach === 'away') return 'database-away';
  if (known.reach === 'asking') return 'catching-up';
  if (known.accessSeenAt === null || known.now - Date.parse(known.accessSeenAt) > BOT_AWAY_MS)
    return 'bot-away';
  if (known.catchingUp || known.topics.some((topic) => topic !== 'joined')) return 'catching-up';
  return 'live';
}
