/** A page that ran no timer for this long was asleep with its machine (ms). */
const ASLEEP_MS = 5000;

/**
 * Tells when nobody can be looking at the page, and when somebody may be again. `wake(true)`: it was hidden, asleep or without a
 * network, and may have missed anything. `wake(false)`: it has only got the focus. Call in the browser; the answer ends it.
 */
export function watchPage(on: { hide: () => void; wake: (mayHaveMissed: boolean) => void }): () => void {
  const ending = new AbortController();
  const { signal } = ending;
  const seeVisible = () => (document.hidden ? on.hide() : on.wake(true));
  document.addEventListener('visibilitychange', seeVisible, { signal });
  addEventListener('focus', () => !document.hidden && on.wake(false), { signal });
  addEventListener('online', () => !document.hidden && on.wake(true), { signal });
  // The browser stopped the page to save power, and lets it run again (https://wicg.github.io/page-lifecycle/).
  document.addEventListener('resume', () => document.hidden || on.wake(true), { signal });
  // Taken out of the browser's memory as it was when it was left.
  addEventListener('pageshow', (event) => event.persisted && on.wake(true), { signal });

  // A closed lid hides nothing; it is the clock that tells.
  let tickedAt = Date.now();
  const clock = setInterval(() => {
    const slept = Date.now() - tickedAt > ASLEEP_MS;
    tickedAt = Date.now();
    if (slept && !document.hidden) on.wake(true);
  }, 1000);
  return () => {
    clearInterval(clock);
    ending.abort();
  };
}
