import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createPullLoop, type Pulled } from './pull-loop.ts';

// The loop is all timing, so time itself is the one thing that is played here.
beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => vi.useRealTimers());

function startLoop(
  answers: (Pulled | Error)[] = [],
  options: { delay?: number; followUpMs?: number | null } = {},
) {
  const pulls: number[] = [];
  const outcomes: boolean[] = [];
  const started = performance.now();
  const loop = createPullLoop({
    pull: () => {
      pulls.push(Math.round(performance.now() - started));
      const answer = answers.shift() ?? 'nothing';
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
    delay: () => options.delay ?? 100,
    followUpMs: options.followUpMs === undefined ? 1000 : options.followUpMs,
    everyMs: 20_000,
    onOutcome: (isReached) => outcomes.push(isReached),
  });
  return { loop, pulls, outcomes };
}

describe('a pull loop', () => {
  test('pulls once for a burst of pokes, after its delay, and once more for what is not poked within a second', async () => {
    const { loop, pulls } = startLoop();
    for (let i = 0; i < 5; i++) loop.poke();
    await vi.advanceTimersByTimeAsync(99);
    expect(pulls).toEqual([]);
    await vi.advanceTimersByTimeAsync(5000);
    expect(pulls).toEqual([100, 1100]);
  });

  test('says of a pull on demand whether it came through', async () => {
    const { loop } = startLoop(['nothing', new Error('away')]);
    expect(await loop.now()).toBe(true);
    expect(await loop.now()).toBe(false);
    loop.stop();
    expect(await loop.now()).toBe(false);
  });

  test('goes on each second after a poke until a pull brings nothing', async () => {
    const { loop, pulls } = startLoop(['something', 'something', 'nothing']);
    loop.poke();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(pulls).toEqual([100, 1100, 2100]);
  });

  test('pulls without any poke, since a poke may be lost', async () => {
    const { pulls } = startLoop();
    await vi.advanceTimersByTimeAsync(41_000);
    expect(pulls).toEqual([20_000, 40_000]);
  });

  test('asks again when a poke comes while a pull is under way', async () => {
    let answer: (pulled: Pulled) => void = () => {};
    let pulls = 0;
    const loop = createPullLoop({
      pull: () => (pulls++, new Promise<Pulled>((resolve) => (answer = resolve))),
      delay: () => 0,
      followUpMs: null,
      everyMs: 20_000,
    });
    void loop.now();
    loop.poke();
    expect(pulls).toBe(1);
    answer('nothing');
    await vi.advanceTimersByTimeAsync(1);
    expect(pulls).toBe(2);
  });

  test('"now" during a pull waits for one that began later', async () => {
    const answers: ((pulled: Pulled) => void)[] = [];
    const loop = createPullLoop({
      pull: () => new Promise<Pulled>((resolve) => answers.push(resolve)),
      delay: () => 0,
      followUpMs: null,
      everyMs: 20_000,
    });
    void loop.now();
    let isServed = false;
    void loop.now().then(() => (isServed = true));
    answers[0]?.('something');
    await vi.advanceTimersByTimeAsync(1);
    expect([answers.length, isServed]).toEqual([2, false]);
    answers[1]?.('nothing');
    await vi.advanceTimersByTimeAsync(1);
    expect(isServed).toBe(true);
  });

  test('tries again sooner, then later, while the database is not reachable, and says so', async () => {
    const { loop, pulls, outcomes } = startLoop([new Error('away'), new Error('away'), new Error('away')]);
    void loop.now();
    await vi.advanceTimersByTimeAsync(8100);
    expect(pulls).toEqual([0, 1000, 3000, 8000]);
    expect(outcomes).toEqual([false, false, false, true]);
  });

  test('a hidden page pulls nothing, and at once when it is shown', async () => {
    const { loop, pulls } = startLoop();
    loop.setHidden(true);
    loop.poke();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(pulls).toEqual([]);
    loop.setHidden(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(pulls).toEqual([60_000]);
  });

  test('a stopped loop is silent', async () => {
    const { loop, pulls } = startLoop();
    loop.poke();
    loop.stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(pulls).toEqual([]);
  });
});
