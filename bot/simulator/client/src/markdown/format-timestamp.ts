type Style = 't' | 'T' | 'd' | 'D' | 'f' | 'F' | 'R';

const LOCALE = 'en-GB';

const STYLES: Record<Exclude<Style, 'R'>, Intl.DateTimeFormatOptions> = {
  t: { hour: '2-digit', minute: '2-digit' },
  T: { hour: '2-digit', minute: '2-digit', second: '2-digit' },
  d: { day: '2-digit', month: '2-digit', year: 'numeric' },
  D: { day: 'numeric', month: 'long', year: 'numeric' },
  f: { day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit' },
  F: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit' },
};

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
];

/** Words for `<t:seconds:style>`; styles as in the public docs, reference.mdx "Timestamp Styles". */
export function formatTimestamp(seconds: number, style: string | undefined, now = Date.now()): string {
  if (style === 'R') return relative(seconds - now / 1000);
  const options = STYLES[(style ?? 'f') as Exclude<Style, 'R'>] ?? STYLES.f;
  return new Intl.DateTimeFormat(LOCALE, options).format(seconds * 1000);
}

function relative(difference: number): string {
  const [unit, size] = STEPS.find(([, size]) => Math.abs(difference) >= size) ?? ['second', 1];
  return new Intl.RelativeTimeFormat(LOCALE, { numeric: 'auto' }).format(Math.round(difference / size), unit);
}

/** The time beside a name: "10:24" today, "Yesterday at 10:24", "23/11/2026 09:00" before. */
export function formatMessageTime(timestamp: string, now = new Date()): string {
  const at = new Date(timestamp);
  const time = formatTimestamp(at.getTime() / 1000, 't');
  if (at.toDateString() === now.toDateString()) return time;
  const yesterday = new Date(now);
  yesterday.setDate(now.getDate() - 1);
  if (at.toDateString() === yesterday.toDateString()) return `Yesterday at ${time}`;
  return `${formatTimestamp(at.getTime() / 1000, 'd')} ${time}`;
}

/** "23 November 2026", the line between two days. */
export function formatDay(timestamp: string): string {
  return formatTimestamp(new Date(timestamp).getTime() / 1000, 'D');
}
