import { expect, test } from 'vitest';
import { createPace } from '../src/discord/pace.ts';

test('a caller that wants many turns holds nobody up: they go round, and each one’s come in their order', async () => {
  const { turn } = createPace(4);
  const given: string[] = [];
  // The first are there for the taking.
  await Promise.all(['x', 'x', 'x', 'x'].map((whose) => turn(whose)));
  const ask = (whose: string, n: number) => turn(whose).then(() => given.push(`${whose}${n}`));
  const asked = [1, 2, 3, 4, 5, 6].map((n) => ask('a', n));
  asked.push(ask('b', 1), ask('c', 1), ask('b', 2));
  await Promise.all(asked);
  expect(given).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3', 'a4', 'a5', 'a6']);
});

test('within any second no more turns are given than the pace allows', async () => {
  const { turn } = createPace(5);
  const times: number[] = [];
  await Promise.all(
    Array.from({ length: 12 }, (_, n) => turn(String(n % 3)).then(() => times.push(performance.now()))),
  );
  for (let n = 5; n < times.length; n += 1) expect(times[n]! - times[n - 5]!).toBeGreaterThanOrEqual(999);
});

/** Asks for turns at once, and notes when each is given (ms). */
function ask(turn: () => Promise<void>, count: number, given: number[]): Promise<unknown> {
  return Promise.all(
    Array.from({ length: count }, () => turn().then(() => void given.push(performance.now()))),
  );
}

/** The most turns that lie within any one second. */
const densest = (given: number[]) =>
  Math.max(...given.map((from) => given.filter((at) => at >= from && at < from + 1000).length));

test('reading leaves turns free for replies, which go first, and together they keep to the limit', async () => {
  const pace = createPace(20);
  const [read, sent]: [number[], number[]] = [[], []];
  await ask(() => pace.turn('a'), 1, sent);
  const from = performance.now();
  const reading = ask(pace.spare, 40, read);
  // All that reading may take at once.
  while (read.length < 15) await new Promise(setImmediate);
  await ask(() => pace.turn('a'), 3, sent);
  // Not behind the reads that wait.
  expect(sent.at(-1)! - from).toBeLessThan(900);
  await reading;
  expect(densest([...read, ...sent].sort((a, b) => a - b))).toBeLessThanOrEqual(20);
});

test('reading goes on while replies take all they can get', async () => {
  const pace = createPace(20);
  const [read, sent]: [number[], number[]] = [[], []];
  const sending = ask(() => pace.turn('a'), 60, sent);
  await ask(pace.spare, 2, read);
  expect(sent.length).toBeLessThan(60);
  await sending;
  expect(densest([...read, ...sent].sort((a, b) => a - b))).toBeLessThanOrEqual(20);
});
