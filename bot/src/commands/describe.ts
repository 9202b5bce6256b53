import { Locale, type LocalizationMap } from 'discord.js';
import { languages, type Language } from '@ticketflow/supabase/contracts/languages.ts';
import { wordsFor, type Words } from '../words/words-for.ts';

/** The locales of Discord in which a language is spoken. */
const locales: Record<Language, readonly Locale[]> = {
  en: [Locale.EnglishUS, Locale.EnglishGB],
  de: [Locale.German],
};

/** A description of a command or an option in all languages; in all others it is English. */
export function describe(text: (words: Words['commands']) => string) {
  const inLanguage = (language: Language) => text(wordsFor(language).commands);
  const localized = languages.flatMap((language) =>
    locales[language].map((locale) => [locale, inLanguage(language)] as const),
  );
  return {
    description: inLanguage('en'),
    description_localizations: Object.fromEntries(localized) as LocalizationMap,
  };
}
