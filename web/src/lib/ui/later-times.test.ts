import { expect, test } from 'vitest';
import { fromField, laterTimes, toField } from './later-times.ts';

/** By the clock where the test runs: `2026-12-01T10:00`. */
const offered = (now: string) => laterTimes(new Date(now)).map(({ words, at }) => `${words} ${toField(at)}`);

test('a picker offers times to come, each once, the soonest first', () => {
  expect(offered('2026-12-01T10:00')).toEqual([
    'inHours 2026-12-01T13:00',
    'tomorrow 2026-12-02T09:00',
    'nextWeek 2026-12-07T09:00',
    'inDays 2026-12-08T09:00',
  ]);
  // A Sunday: tomorrow is next week. A Monday: next week is in seven days.
  expect(offered('2026-12-06T23:30')).toEqual([
    'inHours 2026-12-07T02:30',
    'tomorrow 2026-12-07T09:00',
    'inDays 2026-12-13T09:00',
  ]);
  expect(offered('2026-12-07T07:00')).toEqual([
    'inHours 2026-12-07T10:00',
    'tomorrow 2026-12-08T09:00',
    'nextWeek 2026-12-14T09:00',
  ]);
  // The last day of a year, in the morning's small hours.
  expect(offered('2026-12-31T01:00').slice(0, 2)).toEqual([
    'inHours 2026-12-31T04:00',
    'tomorrow 2027-01-01T09:00',
  ]);
});

test('every time that is offered at any hour of two weeks is still to come', () => {
  for (let hour = 0; hour < 14 * 24; hour += 1) {
    const now = new Date(2026, 9, 20, hour);
    for (const { at } of laterTimes(now)) expect(at.getTime()).toBeGreaterThan(now.getTime());
  }
});

test('a field’s time is taken once it lies ahead', () => {
  const now = new Date('2026-12-01T10:00');
  expect(fromField('2026-12-01T10:01', now)).toEqual(new Date('2026-12-01T10:01'));
  for (const value of ['', '2026-12-01T10:00', '2025-12-01T12:00', '2026-13-01T12:00'])
    expect(fromField(value, now)).toBeNull();
});
