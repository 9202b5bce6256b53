import type { TicketFeed } from './TicketFeed.svelte.ts';

/** Conversations kept to come back to without waiting. */
const KEPT = 12;

type Kept = Pick<TicketFeed, 'state' | 'clear'>;

/**
 * Caches the conversations that were asked for last, by the number of their ticket. One that turned out closed to its
 * reader is dropped, so that it can be fetched again.
 */
export function cacheFeeds<Feed extends Kept>(make: (number: number) => Feed) {
  const feeds = new Map<number, Feed>();
  return {
    of(number: number): Feed {
      const kept = feeds.get(number);
      const feed = kept && kept.state !== 'gone' && kept.state !== 'missing' ? kept : make(number);
      // A map is in the order of insertion: the oldest is the first.
      feeds.delete(number);
      feeds.set(number, feed);
      for (const oldest of feeds.keys()) if (feeds.size > KEPT) feeds.delete(oldest);
      return feed;
    },
    /** Drops the content of all. */
    clear(): void {
      for (const feed of feeds.values()) feed.clear();
    },
  };
}
