import { expect, test } from 'vitest';
import { cacheFeeds } from './cache-feeds.ts';

type State = 'loading' | 'open' | 'gone' | 'missing';

function setUp() {
  const made: number[] = [];
  const feeds = cacheFeeds((number) => {
    made.push(number);
    return { number, state: 'open' as State, clear: () => void made.push(-number) };
  });
  return { feeds, made };
}

test('the twelve conversations that were opened last are kept', () => {
  const { feeds, made } = setUp();
  for (let number = 1; number <= 12; number++) feeds.of(number);
  feeds.of(1);
  feeds.of(13);
  expect(made).toHaveLength(13);
  feeds.of(1);
  expect(made).toHaveLength(13);
  feeds.of(2);
  expect(made.at(-1)).toBe(2);
});

test.each(['gone', 'missing'] as const)('a conversation that is %s is asked for again', (state) => {
  const { feeds } = setUp();
  const first = feeds.of(7);
  first.state = state;
  expect(feeds.of(7)).not.toBe(first);
});

test('clearing drops the content of all that are kept', () => {
  const { feeds, made } = setUp();
  feeds.of(1);
  feeds.of(2);
  feeds.clear();
  expect(made).toEqual([1, 2, -1, -2]);
});
