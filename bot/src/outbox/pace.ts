import { setTimeout as wait } from 'node:timers/promises';

/** Waits for the turn of somebody (a guild, say), who shares the turns with all others. */
export type Pace = (whose: string) => Promise<void>;

/**
 * Hands out turns, at most `count` within any second: Discord lets a bot make 50 requests a second
 * (https://discord.com/developers/docs/topics/rate-limits#global-rate-limit), and a turn that is waited for costs no 429. Those who
 * wait get one each, round and round, however many one of them wants; his own come in the order they were asked for. Counts
 * when turns were really given: a process that stood still must not make up for it.
 */
export function createPace(count: number): Pace {
  const given: number[] = [];
  /** In the order of their next turns. */
  const waiting = new Map<string, (() => void)[]>();
  let isHandingOut = false;

  async function handOut(): Promise<void> {
    isHandingOut = true;
    for (let next = waiting.entries().next(); !next.done; next = waiting.entries().next()) {
      const free = given.length < count ? 0 : given[0]! + 1000;
      const now = performance.now();
      if (now < free) {
        await wait(Math.ceil(free - now));
        continue;
      }
      given.push(now);
      if (given.length > count) given.shift();
      const [whose, turns] = next.value;
      waiting.delete(whose);
      turns.shift()!();
      if (turns.length) waiting.set(whose, turns);
    }
    isHandingOut = false;
  }

  return (whose) =>
    new Promise((resolve) => {
      const turns = waiting.get(whose);
      if (turns) turns.push(resolve);
      else waiting.set(whose, [resolve]);
      if (!isHandingOut) void handOut();
    });
}
