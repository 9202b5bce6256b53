import { setTimeout as wait } from 'node:timers/promises';

/** What work gives, or undefined when it takes longer (ms): it goes on then, and nobody hears how it ends. */
export async function within<T>(ms: number, work: PromiseLike<T>): Promise<T | undefined> {
  const ended = new AbortController();
  const late = wait(ms, undefined, { ref: false, signal: ended.signal }).catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    ended.abort();
  }
}
