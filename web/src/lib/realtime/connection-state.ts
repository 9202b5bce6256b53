import type { TopicState } from './join-topic.ts';

export type ConnectionState = 'live' | 'catching-up' | 'offline' | 'bot-away';

/** The bot stamps a guild each minute while it hears Discord; three misses mean that it does not. */
const BOT_AWAY_MS = 3 * 60_000;

/** One word for how current the page is; the worst that is true. */
export function connectionState(known: {
  isOnline: boolean;
  isReached: boolean;
  topic: TopicState;
  catchingUp: { done: number; total: number } | null;
  accessSeenAt: string | null;
  now: number;
}): ConnectionState {
  if (!known.isOnline || !known.isReached) return 'offline';
  if (known.accessSeenAt === null || known.now - Date.parse(known.accessSeenAt) > BOT_AWAY_MS)
    return 'bot-away';
  if (known.catchingUp || known.topic !== 'joined') return 'catching-up';
  return 'live';
}
