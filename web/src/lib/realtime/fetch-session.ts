import { resolve } from '$app/paths';
import { aloneAmongTabs } from './alone-among-tabs.ts';

/** Longer than the server itself waits for Auth. */
const PATIENCE_MS = 12_000;

/**
 * Asks the desk's server for the session, one tab after another: an old refresh token is used once, and the tabs that wait
 * take the cookies that it brought. `onSkew` hears how many milliseconds the server's clock is ahead of this one.
 */
export function fetchSession(onSkew: (ms: number) => void): Promise<Response> {
  return aloneAmongTabs('session', async () => {
    const answer = await fetch(resolve('/session'), {
      headers: { accept: 'application/json' },
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const date = answer.headers.get('date');
    if (date) onSkew(Date.parse(date) - Date.now());
    return answer;
  });
}
