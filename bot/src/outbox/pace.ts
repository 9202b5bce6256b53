import { setTimeout as wait } from 'node:timers/promises';

/**
 * Hands out turns in the order they are asked for, at most `count` within any second: Discord lets a bot make 50 requests
 * a second (https://discord.com/developers/docs/topics/rate-limits#global-rate-limit), and a turn that is waited for costs
 * no 429. Counts when turns were really given: a process that stood still must not make up for it.
 */
export function createPace(count: number): () => Promise<void> {
  const given: number[] = [];
  let last = Promise.resolve();

  async function take(): Promise<void> {
    for (;;) {
      const now = performance.now();
      const free = given.length < count ? now : given[0]! + 1000;
      if (now >= free) {
        given.push(now);
        if (given.length > count) given.shift();
        return;
      }
      await wait(Math.ceil(free - now));
    }
  }

  return () => (last = last.then(take));
}
