import { expect, test } from 'vitest';
import { formatMessageTime, formatTimestamp } from './format-timestamp.ts';

const now = new Date(2026, 10, 23, 12, 0);

test('a message of today shows its time, of yesterday says so, an older one shows its date', () => {
  const at = (day: number, hour: number) => new Date(2026, 10, day, hour, 4).toISOString();
  expect(formatMessageTime(at(23, 9), now)).toBe('09:04');
  expect(formatMessageTime(at(22, 9), now)).toBe('Yesterday at 09:04');
  expect(formatMessageTime(at(20, 9), now)).toBe('20/11/2026 09:04');
});

test('a relative timestamp is said in the largest fitting unit, both ways', () => {
  const seconds = now.getTime() / 1000;
  expect(formatTimestamp(seconds - 3 * 3_600, 'R', now.getTime())).toBe('3 hours ago');
  expect(formatTimestamp(seconds + 2 * 86_400, 'R', now.getTime())).toBe('in 2 days');
});
