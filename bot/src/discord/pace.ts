import { setTimeout as wait } from 'node:timers/promises';

/** Turns of each second that reading leaves alone, so that a reply or four need not wait for the second's end … */
const kept = 4;

/** … unless nothing has been sent for so long (ms). */
const quiet = 60_000;

/**
 * A second (ms), and a little more: a burst that starts a second after another must not come to Discord before that second is over,
 * when the network happens to be quicker.
 */
const second = 1010;

export type Pace = {
  /** Waits for the turn of somebody (a guild, say), who shares the turns with all others. Before all that is read. */
  turn: (whose: string) => Promise<void>;
  /** Waits for a turn to read what was missed, out of what the others leave. */
  spare: () => Promise<void>;
};

/**
 * Hands out turns, at most `count` within any second: Discord lets a bot make 50 requests a second
 * (https://discord.com/developers/docs/topics/rate-limits#global-rate-limit), and a turn that is waited for costs no 429. Those who
 * wait get one each, round and round, however many one of them wants; their own come in the order they were asked for. Counts
 * when turns were really given: a process that stood still must not make up for it. One spare turn in a second there always
 * is: reading must come to an end also while replies do not.
 */
export function createPace(count: number): Pace {
  /** When turns were given within the last second, oldest first, and for what. */
  const given: { at: number; isSpare: boolean }[] = [];
  /** In the order of their next turns. */
  const waiting = new Map<string, (() => void)[]>();
  const readers: (() => void)[] = [];
  let isHandingOut = false;
  let lastTurn = -Infinity;
  let onNews = () => {};

  /** Takes the caller that has the next turn from the queue; undefined while no turn is free. */
  function takeNext(now: number): (() => void) | undefined {
    while (given[0] && given[0].at + second <= now) given.shift();
    if (given.length >= count) return undefined;
    const isStarved = readers.length > 0 && !given.some((one) => one.isSpare);
    const isSpare = isStarved || waiting.size === 0;
    const free = now - lastTurn < quiet ? kept : 0;
    if (isSpare && !isStarved && given.length >= count - free) return undefined;
    given.push({ at: now, isSpare });
    if (isSpare) return readers.shift();
    lastTurn = now;
    const [whose, turns] = waiting.entries().next().value!;
    waiting.delete(whose);
    const next = turns.shift();
    if (turns.length) waiting.set(whose, turns);
    return next;
  }

  async function handOut(): Promise<void> {
    isHandingOut = true;
    while (waiting.size + readers.length > 0) {
      const now = performance.now();
      const next = takeNext(now);
      if (next) {
        next();
        await Promise.resolve();
        // The turn's holder has used it by now: it counts from no earlier than their request, however busy the machine is.
        given.at(-1)!.at = performance.now();
      } else {
        // A reply that comes meanwhile may have a turn at once, where reading may not.
        const news = new Promise<void>((resolve) => (onNews = resolve));
        await Promise.race([wait(Math.ceil(given[0]!.at + second - now)), news]);
      }
    }
    isHandingOut = false;
  }

  const queued = (turns: (() => void)[]) =>
    new Promise<void>((resolve) => {
      turns.push(resolve);
      onNews();
      if (!isHandingOut) void handOut();
    });

  return {
    turn(whose) {
      const turns = waiting.get(whose) ?? [];
      waiting.set(whose, turns);
      return queued(turns);
    },
    spare: () => queued(readers),
  };
}

/** Requests a second: Discord's 50, less one for other work. */
const perSecond = 49;

/** One for all that the bot sends and reads, but for answers to interactions, which Discord does not count. */
export const createBotPace = (): Pace => createPace(perSecond);
