import type { pluralCategories, PluralLanguage } from '../contracts/languages.ts';

/** A form for each plural category of a language. `#` stands for the number. */
export type Plurals<L extends PluralLanguage> = Record<(typeof pluralCategories)[L][number], string>;

/** How a language, in one locale of it, writes numbers, lists and times. Made once for a locale and kept. */
export type Formats<L extends PluralLanguage> = {
  locale: string;
  /** The form for a count, with the number in it. */
  plural: (count: number, forms: Plurals<L>) => string;
  number: (number: number) => string;
  /** "Ana, Ben and Cleo" */
  list: (items: readonly string[]) => string;
  /** "Ana, Ben or Cleo" */
  either: (items: readonly string[]) => string;
};

/** The formats of a locale, which is one of language L. */
export function formatsOf<L extends PluralLanguage>(locale: string): Formats<L> {
  const rules = new Intl.PluralRules(locale);
  const numbers = new Intl.NumberFormat(locale);
  const and = new Intl.ListFormat(locale, { type: 'conjunction' });
  const or = new Intl.ListFormat(locale, { type: 'disjunction' });
  const number = (value: number) => numbers.format(value);
  return {
    locale,
    plural: (count, forms) =>
      (forms as Record<string, string>)[rules.select(count)]!.replaceAll('#', number(count)),
    number,
    list: (items) => and.format(items),
    either: (items) => or.format(items),
  };
}
