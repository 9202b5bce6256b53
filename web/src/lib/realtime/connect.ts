import { ask, type Ask, type ReadToken } from './ask.ts';
import { openPokes } from './open-pokes.ts';
import type { Pokes } from './pokes.ts';
import { sharePokes } from './share-pokes.ts';

/** What the page talks to Supabase with: it hears `pokes`, and everything else it asks the database's functions. */
export type Client = {
  pokes: Pokes;
  ask: Ask;
};

/**
 * Connects as the person whose token `readToken` gives. Only Realtime's part of supabase-js comes along: the rest of it,
 * 40 kB, has nothing to do in the browser, as sessions are the server's and a call of a function is one request.
 */
export function connect(options: {
  supabaseUrl: string;
  publishableKey: string;
  readToken: ReadToken;
  /** The database does not take the session any more. */
  onEnded: () => void;
  /** Whose tabs share one socket; without it the page has its own. */
  userId?: string;
}): Client {
  const { supabaseUrl, publishableKey, readToken, onEnded, userId } = options;
  const open = () => openPokes({ supabaseUrl, publishableKey, readToken: () => readToken() });
  return {
    pokes: userId ? sharePokes(userId, open) : open(),
    ask: async (name, args) => {
      const answer = await ask({ supabaseUrl, publishableKey, readToken }, name, args);
      if (!answer.ok && answer.why === 'ended') onEnded();
      return answer;
    },
  };
}
