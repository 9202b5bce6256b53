import { expect, test } from 'vitest';
import { whyNotAttached } from './why-not-attached.ts';

const MB = 1024 * 1024;
const file = (size: number) => ({ name: 'a.png', size });

test('a file goes with others within what one Discord message carries, and is refused in words beyond', () => {
  expect(whyNotAttached([], file(10 * MB))).toBeNull();
  expect(whyNotAttached([], file(10 * MB + 1))).toContain('a.png is 10.0 MB');
  expect(whyNotAttached([], file(0))).toContain('empty');
  expect(
    whyNotAttached(
      Array.from({ length: 9 }, () => file(1)),
      file(1),
    ),
  ).toBeNull();
  expect(
    whyNotAttached(
      Array.from({ length: 10 }, () => file(1)),
      file(1),
    ),
  ).toContain('Ten files');
  expect(whyNotAttached([file(10 * MB), file(10 * MB)], file(4 * MB))).toBeNull();
  expect(whyNotAttached([file(10 * MB), file(10 * MB)], file(4 * MB + 1))).toContain('24.0 MB together');
});
