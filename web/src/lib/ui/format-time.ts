import { locale, t } from '#lib/words/words.ts';

const moment = {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
} as const;

const makeFormats = (locale: string) => ({
  clock: new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' }),
  full: new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short' }),
  dayMonth: new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' }),
  dayMonthYear: new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' }),
  moment: new Intl.DateTimeFormat(locale, moment),
  momentOfYear: new Intl.DateTimeFormat(locale, { ...moment, year: 'numeric' }),
  weekday: new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' }),
});

/** By locale: making one costs a hundred times what using it does. */
const made = new Map<string, ReturnType<typeof makeFormats>>();

function formats() {
  const now = locale();
  const formats = made.get(now) ?? makeFormats(now);
  made.set(now, formats);
  return formats;
}

/** 10:02 */
export const timeOf = (iso: string): string => formats().clock.format(new Date(iso));

/** Monday, 23 November 2026 at 10:02 */
export const fullTime = (iso: string): string => formats().full.format(new Date(iso));

/** Wed, 2 Dec, 09:00: with the year when it is another one than now. */
export function momentOf(iso: string, now: number): string {
  const date = new Date(iso);
  const isThisYear = date.getFullYear() === new Date(now).getFullYear();
  return (isThisYear ? formats().moment : formats().momentOfYear).format(date);
}

/** How long something has lasted, short: "4 min", "3 h", "2 d"; null for less than a minute. */
export function durationOf(iso: string, now: number): string | null {
  const minutes = Math.floor((now - Date.parse(iso)) / 60_000);
  if (minutes < 1) return null;
  if (minutes < 60) return t.times.minutes(minutes);
  if (minutes < 24 * 60) return t.times.hours(Math.floor(minutes / 60));
  return t.times.days(Math.floor(minutes / (24 * 60)));
}

/** How long ago, short: "now", "4 min", "3 h", "2 d", after a week the date. */
export const agoOf = (iso: string, now: number): string =>
  now - Date.parse(iso) < 7 * 86_400_000 ? (durationOf(iso, now) ?? t.times.now) : dateOf(iso, now);

/** 4 Oct, with the year when it is another one. */
export function dateOf(iso: string, now: number): string {
  const date = new Date(iso);
  return (
    date.getFullYear() === new Date(now).getFullYear() ? formats().dayMonth : formats().dayMonthYear
  ).format(date);
}

/** A day's name in the conversation: "Today", "Yesterday", else "Monday 23 November". */
export function dayOf(iso: string, now: number): string {
  const days = Math.round((startOfDay(now) - startOfDay(Date.parse(iso))) / 86_400_000);
  if (days === 0) return t.times.today;
  if (days === 1) return t.times.yesterday;
  return formats().weekday.format(new Date(iso));
}

function startOfDay(time: number): number {
  const date = new Date(time);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}
