import { RealtimeClient } from '@supabase/supabase-js';
import { ask, type Ask } from './ask.ts';

/** What the page talks to Supabase with: pokes by `realtime`, everything else by asking the database's functions. */
export type Client = {
  realtime: RealtimeClient;
  ask: Ask;
};

/**
 * Connects as the person whose token `readToken` gives. Only Realtime's part of supabase-js comes along: the rest of it,
 * 40 kB, has nothing to do in the browser, as sessions are the server's and a call of a function is one request.
 */
export function connect(options: {
  supabaseUrl: string;
  publishableKey: string;
  readToken: () => Promise<string | null>;
  /** The database does not take the session any more. */
  onEnded: () => void;
}): Client {
  const { supabaseUrl, publishableKey, readToken, onEnded } = options;
  return {
    realtime: new RealtimeClient(`${supabaseUrl.replace(/^http/, 'ws')}/realtime/v1`, {
      params: { apikey: publishableKey },
      accessToken: readToken,
    }),
    ask: async <T>(name: string, args: Record<string, unknown>) => {
      const answer = await ask<T>({ supabaseUrl, publishableKey, readToken }, name, args);
      if (!answer.ok && answer.why === 'ended') onEnded();
      return answer;
    },
  };
}
