import { RealtimeClient } from '@supabase/supabase-js';
import { joinTopic } from './join-topic.ts';
import type { Pokes } from './pokes.ts';

/** How long a server may take to answer a heartbeat that was asked for because the socket is doubted. */
const PROOF_MS = 3000;

/** A socket to Realtime, for the person whose token `readToken` gives. */
export function openPokes(options: {
  supabaseUrl: string;
  publishableKey: string;
  readToken: () => Promise<string | null>;
}): Pokes {
  const { supabaseUrl, publishableKey, readToken } = options;
  const client = new RealtimeClient(`${supabaseUrl.replace(/^http/, 'ws')}/realtime/v1`, {
    params: { apikey: publishableKey },
    accessToken: readToken,
  });
  let doubt: ReturnType<typeof setTimeout> | undefined;
  return {
    join: (topic, on) => joinTopic(client, topic, on),
    prove() {
      clearTimeout(doubt);
      // One without an answer is noticed by itself only at the next, up to 50 s later: asked for again while one is due, it
      // closes the socket and opens another.
      void client.sendHeartbeat();
      doubt = setTimeout(() => {
        if (client.pendingHeartbeatRef) void client.sendHeartbeat();
      }, PROOF_MS);
    },
    // Leaving and joining checks the rights again.
    renew() {},
    close() {
      clearTimeout(doubt);
      void client.disconnect();
    },
  };
}
