import type { ReadToken } from './ask.ts';

/** What `/session` answers: the token for Realtime and the Data API, when it ends (seconds since 1970), and whose it is. */
type Token = { accessToken: string; expiresAt: number; userId: string };

/** Asked for again this long before it ends. Auth's server part refreshes from 90 s on, so the answer is a fresh one. */
const MARGIN_S = 75;

/**
 * Gives a function that reads the current access token. It asks the server only when the last one is about to end or was refused.
 * Questions at the same moment share one request. Null when nobody is signed in (`onEnded` hears that) or somebody else is
 * (`onOther`): nothing of this page is ever sent as another person. Throws when the server cannot be reached.
 */
export function cacheToken(options: {
  fetchSession: () => Promise<Response>;
  /** Whose page this is. */
  userId: string;
  /** The server's time in milliseconds, as far as it is known. */
  now?: () => number;
  onEnded: () => void;
  onOther: () => void;
}): ReadToken {
  const now = options.now ?? Date.now;
  let token: Token | null = null;
  let asked: Promise<string | null> | null = null;

  async function fetchToken(): Promise<string | null> {
    const answer = await options.fetchSession();
    token = null;
    if (answer.status === 401) {
      options.onEnded();
      return null;
    }
    if (!answer.ok) throw new Error(`The desk's server answered ${answer.status}`);
    const found = (await answer.json()) as Token;
    if (found.userId !== options.userId) {
      options.onOther();
      return null;
    }
    token = found;
    return found.accessToken;
  }

  return (isRefused = false) => {
    if (token && !isRefused && token.expiresAt - now() / 1000 > MARGIN_S)
      return Promise.resolve(token.accessToken);
    asked ??= fetchToken().finally(() => (asked = null));
    return asked;
  };
}
