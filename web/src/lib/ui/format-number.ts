import { locale } from '#lib/words/words.ts';

const made = new Map<string, Intl.NumberFormat>();

/** 1,234, as the page's locale writes it. */
export function numberOf(number: number): string {
  const now = locale();
  const format = made.get(now) ?? new Intl.NumberFormat(now);
  made.set(now, format);
  return format.format(number);
}
