import { PUBLIC_SUPABASE_PUBLISHABLE_KEY, PUBLIC_SUPABASE_URL } from '$app/env/public';
import type { CreateQueue } from '#lib/outgoing/Outgoing.svelte.ts';
import { createSendQueue } from '#lib/outgoing/send-queue.ts';
import { uploadFile, type Upload } from '#lib/outgoing/upload-file.ts';
import { aloneAmongTabs } from '#lib/realtime/alone-among-tabs.ts';
import { cacheToken } from '#lib/realtime/cache-token.ts';
import { connect, type Client } from '#lib/realtime/connect.ts';
import { fetchSession } from '#lib/realtime/fetch-session.ts';
import { watchSession } from '#lib/realtime/watch-session.ts';

/** A page's connection: with what it writes with, and the end of it all. */
export type TabClient = Client & { createQueue: CreateQueue; upload: Upload; close: () => void };

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
  const readToken = cacheToken({
    fetchSession: () => fetchSession(onSkew),
    userId,
    now: () => Date.now() + skew(),
    onEnded,
    onOther,
  });
  const where = {
    supabaseUrl: PUBLIC_SUPABASE_URL,
    publishableKey: PUBLIC_SUPABASE_PUBLISHABLE_KEY,
    readToken,
  };
  const client = connect({ ...where, onEnded, userId });
  const endWatch = watchSession(userId, () => void readToken(true).catch(() => {}));
  return {
    ...client,
    createQueue: ({ lock, ...queue }) =>
      createSendQueue({
        ...queue,
        alone: (ticketId, work) => aloneAmongTabs(`${lock}:${ticketId}`, work),
      }),
    upload: (...args) => uploadFile(where, ...args),
    close() {
      endWatch();
      client.pokes.close();
    },
  };
}
