import { expect, test } from 'vitest';
import { findTests, inHalves } from '../find-tests.ts';

test('a word finds the test files that have it in their path, for whatever runs them', () => {
  expect(findTests(['start/tests/find-tests', 'reconnect.spec', 'format-timestamp'])).toEqual({
    vitest: ['supabase/start/tests/find-tests.test.ts'],
    client: ['bot/simulator/client/src/markdown/format-timestamp.test.ts'],
    playwright: ['web/e2e/reconnect.spec.ts'],
  });
});

test('a file that two words find is run once', () => {
  expect(findTests(['find-tests', 'start/tests/find']).vitest).toEqual([
    'supabase/start/tests/find-tests.test.ts',
  ]);
});

test('a word that no path has is named, though another finds something', () => {
  expect(() => findTests(['find-tests', 'find-nothing'])).toThrow(/“find-nothing” in its path/);
});

test('the browser tests are split into the same two halves each time, with each file in one of them', () => {
  const { playwright } = findTests(['web/e2e/']);
  const halves = inHalves(playwright);
  expect(halves.flat().toSorted()).toEqual(playwright);
  expect(inHalves(playwright.toReversed())).toEqual(halves);
  for (const half of halves) expect(half.length).toBeGreaterThan(playwright.length / 4);
});
