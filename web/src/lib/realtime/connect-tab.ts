import { PUBLIC_SUPABASE_PUBLISHABLE_KEY, PUBLIC_SUPABASE_URL } from '$app/env/public';
import { aloneAmongTabs } from './alone-among-tabs.ts';
import { connect, type Client } from './connect.ts';
import { fetchSession } from './fetch-session.ts';
import { keepToken } from './keep-token.ts';
import type { CreateQueue } from './Outgoing.svelte.ts';
import { createSendQueue } from './send-queue.ts';
import { watchSession } from './watch-session.ts';

/** A page's connection: with what it writes with, and the end of it all. */
export type TabClient = Client & { createQueue: CreateQueue; close: () => void };

/**
 * Connects a page of the desk as one tab among others of the same browser: they share a socket, refresh the session one
 * after another, hear of signing in and out elsewhere, and send what was written one at a time.
 */
export function connectTab(options: {
  userId: string;
  /** Milliseconds that the server's clock is ahead. */
  skew: () => number;
  onSkew: (ms: number) => void;
  onEnded: () => void;
  onOther: () => void;
}): TabClient {
  const { userId, skew, onSkew, onEnded, onOther } = options;
  const readToken = keepToken({
    fetchSession: () => fetchSession(onSkew),
    userId,
    now: () => Date.now() + skew(),
    onEnded,
    onOther,
  });
  const client = connect({
    supabaseUrl: PUBLIC_SUPABASE_URL,
    publishableKey: PUBLIC_SUPABASE_PUBLISHABLE_KEY,
    readToken,
    onEnded,
    userId,
  });
  const endWatch = watchSession(userId, () => void readToken(true).catch(() => {}));
  return {
    ...client,
    createQueue: ({ lock, ...queue }) =>
      createSendQueue({
        ...queue,
        alone: (ticketId, work) => aloneAmongTabs(`${lock}:${ticketId}`, work),
      }),
    close() {
      endWatch();
      client.pokes.close();
    },
  };
}
