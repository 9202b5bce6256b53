/** A time to come that a picker offers. */
export type LaterTime = { words: 'inHours' | 'tomorrow' | 'nextWeek' | 'inDays'; count: number; at: Date };

/** When a day begins for somebody who is not at work yet: 09:00 where the reader is. */
const morning = (now: Date, days: number) =>
  new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, 9);

/**
 * The times that a picker offers at `now`, soonest first: each is still to come, and none comes twice. On a Sunday the next week
 * begins tomorrow, on a Monday in a week.
 */
export function laterTimes(now: Date): LaterTime[] {
  const toMonday = (8 - now.getDay()) % 7 || 7;
  const times: LaterTime[] = [
    { words: 'inHours', count: 3, at: new Date(now.getTime() + 3 * 3_600_000) },
    { words: 'tomorrow', count: 1, at: morning(now, 1) },
    { words: 'nextWeek', count: toMonday, at: morning(now, toMonday) },
    { words: 'inDays', count: 7, at: morning(now, 7) },
  ];
  const known = new Set<number>();
  return times
    .filter(({ at }) => !known.has(at.getTime()) && known.add(at.getTime()))
    .sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** A time as a field of kind `datetime-local` holds it: 2026-12-02T09:00, where the reader is. */
export const toField = (at: Date): string =>
  new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);

/** The time that such a field holds; null while it holds none, or one that is not after `now`. */
export function fromField(value: string, now: Date): Date | null {
  const at = new Date(value);
  return at > now ? at : null;
}
