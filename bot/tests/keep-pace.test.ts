import { expect, test } from 'vitest';
import { createPace } from '../src/outbox/pace.ts';

test('whoever wants many turns holds nobody up: they go round, and each one’s come in their order', async () => {
  const turn = createPace(4);
  const given: string[] = [];
  // The first are there for the taking.
  await Promise.all(['x', 'x', 'x', 'x'].map(turn));
  const ask = (whose: string, n: number) => turn(whose).then(() => given.push(`${whose}${n}`));
  const asked = [1, 2, 3, 4, 5, 6].map((n) => ask('a', n));
  asked.push(ask('b', 1), ask('c', 1), ask('b', 2));
  await Promise.all(asked);
  expect(given).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3', 'a4', 'a5', 'a6']);
});

test('within any second no more turns are given than the pace allows', async () => {
  const turn = createPace(5);
  const times: number[] = [];
  await Promise.all(
    Array.from({ length: 12 }, (_, n) => turn(String(n % 3)).then(() => times.push(performance.now()))),
  );
  for (let n = 5; n < times.length; n += 1) expect(times[n]! - times[n - 5]!).toBeGreaterThanOrEqual(999);
});
