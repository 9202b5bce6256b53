/**
 * The plural categories of each language, exactly (https://cldr.unicode.org/index/cldr-spec/plural-rules; the test holds them against
 * Intl): a message that counts has a form for each and no other. A language has its line here before it has its texts.
 */
export const pluralCategories = {
  en: ['one', 'other'],
  de: ['one', 'other'],
  fr: ['one', 'many', 'other'],
  es: ['one', 'many', 'other'],
  pt: ['one', 'many', 'other'],
  ja: ['other'],
} as const;

export type PluralLanguage = keyof typeof pluralCategories;

/** The languages that TicketFlow speaks, each by its own name. */
export const languageNames = { en: 'English', de: 'Deutsch' } as const;
export type Language = keyof typeof languageNames;
export const languages = Object.keys(languageNames) as Language[];

export const isLanguage = (text: unknown): text is Language => languages.includes(text as Language);

/**
 * The locales in which dates and numbers are written, the usual one of a language first. A list, so that nobody can ask a server for ever
 * more of them.
 */
const locales: Record<Language, readonly string[]> = {
  en: ['en-GB', 'en-US', 'en-AU', 'en-CA', 'en-IE', 'en-IN', 'en-NZ', 'en-ZA'],
  de: ['de-DE', 'de-AT', 'de-CH'],
};

const tagOf = (locale: string): string => locale.toLowerCase().split('-')[0]!;

/** The language of a locale ("de-AT", Discord's "en-US"); English when TicketFlow does not speak it. */
export function languageOf(locale: string | null | undefined): Language {
  const tag = tagOf(locale ?? '');
  return isLanguage(tag) ? tag : 'en';
}

/**
 * The locale of a person: of those that they asked for, in their order, the first in their language, which is the chosen one or else the
 * first that TicketFlow speaks.
 */
export function localeOf(asked: readonly string[], chosen: Language | null = null): string {
  const spoken = asked.filter((locale) => isLanguage(tagOf(locale)));
  const language = chosen ?? languageOf(spoken[0]);
  const known = locales[language];
  return known.find((locale) => spoken.includes(locale)) ?? known[0]!;
}
