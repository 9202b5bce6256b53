/** What `/session` answers: the token for Realtime and the Data API, and when it ends (seconds since 1970). */
type Token = { accessToken: string; expiresAt: number };

/** Asked for anew this long before it ends. Auth's server part refreshes from 90 s on, so the answer is a fresh one. */
const MARGIN_S = 75;

/**
 * A function that gives the current access token, asking the server only when the last one is about to end. Questions at
 * the same moment share one request. Null when nobody is signed in; `onEnded` hears that once. Throws when the server
 * cannot be reached.
 */
export function keepToken(options: {
  fetchSession: () => Promise<Response>;
  now?: () => number;
  onEnded: () => void;
}): () => Promise<string | null> {
  const now = options.now ?? Date.now;
  let token: Token | null = null;
  let asked: Promise<string | null> | null = null;

  async function fetchToken(): Promise<string | null> {
    const answer = await options.fetchSession();
    if (answer.status === 401) {
      token = null;
      options.onEnded();
      return null;
    }
    if (!answer.ok) throw new Error(`The desk's server answered ${answer.status}`);
    token = (await answer.json()) as Token;
    return token.accessToken;
  }

  return () => {
    if (token && token.expiresAt - now() / 1000 > MARGIN_S) return Promise.resolve(token.accessToken);
    asked ??= fetchToken().finally(() => (asked = null));
    return asked;
  };
}
