/**
 * The codes with which the database refuses what is expected to happen (SQL: `private.refuse`), each with the names of the numbers that
 * its words need. The words: words/en/refusals.ts.
 */
export const refusalNumbers = {
  TF001: [],
  TF002: [],
  TF003: [],
  TF004: ['length'],
  TF005: [],
  TF006: [],
  TF007: [],
  TF008: [],
  TF009: [],
  TF010: [],
  TF011: [],
  TF012: ['open'],
  TF013: [],
  TF014: [],
  TF015: [],
  TF016: [],
  TF017: [],
  TF018: [],
  TF019: [],
  TF020: [],
  TF021: [],
  TF022: [],
  TF023: [],
  TF024: [],
  TF025: [],
  TF026: [],
} as const;
export type RefusalCode = keyof typeof refusalNumbers;
type NumbersOf<C extends RefusalCode> = (typeof refusalNumbers)[C][number];

/** The words for each refusal; those with numbers in them are made of these. */
export type RefusalTexts = {
  [C in RefusalCode]: [NumbersOf<C>] extends [never]
    ? string
    : (numbers: Record<NumbersOf<C>, number>) => string;
} & {
  /** TF014 of a rule of a table: what was filled in breaks it. */
  notValid: string;
  /** A code without words, or without its numbers. */
  other: (code: string) => string;
};

/** The words for a refusal of the database, or null when the error is something else. */
export function refusalWords(texts: RefusalTexts, error: unknown): string | null {
  const code = codeOf(error);
  if (!isRefusalCode(code)) return null;
  const facts = refusalFacts(error) ?? {};
  if (code === 'TF014' && facts.constraint) return texts.notValid;
  const text = texts[code];
  if (typeof text === 'string') return text;
  const names: readonly string[] = refusalNumbers[code];
  return names.every((name) => typeof facts[name] === 'number') ? text(facts as never) : texts.other(code);
}

/** The facts that a refusal brings, by name; null when it has none. The Data API says details where Postgres says detail. */
export function refusalFacts(error: unknown): Record<string, unknown> | null {
  const { details, detail } = Object(error) as Record<string, unknown>;
  const text = details ?? detail;
  if (!codeOf(error).startsWith('TF') || typeof text !== 'string' || text === '') return null;
  return JSON.parse(text) as Record<string, unknown>;
}

const codeOf = (error: unknown) => String((Object(error) as Record<string, unknown>).code);
const isRefusalCode = (code: string): code is RefusalCode => code in refusalNumbers;
