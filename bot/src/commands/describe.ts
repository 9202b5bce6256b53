import { Locale, type LocalizationMap } from 'discord.js';
import { languages, type Language } from '@ticketflow/supabase/contracts/languages.ts';
import { wordsFor, type Words } from '../words/words-for.ts';

/** The locales of Discord in which a language is spoken. */
const locales: Record<Language, readonly Locale[]> = {
  en: [Locale.EnglishUS, Locale.EnglishGB],
  de: [Locale.German],
};

/** A text of the catalogue in English, and in each of Discord's locales that TicketFlow speaks. */
function inAllLanguages(text: (words: Words) => string) {
  const localized = languages.flatMap((language) =>
    locales[language].map((locale) => [locale, text(wordsFor(language))] as const),
  );
  return { english: text(wordsFor('en')), localized: Object.fromEntries(localized) as LocalizationMap };
}

/** A description of a command or an option in all languages; in all others it is English. */
export function describe(text: (words: Words['commands']) => string) {
  const { english, localized } = inAllLanguages((words) => text(words.commands));
  return { description: english, description_localizations: localized };
}

/** The name of a choice in all languages. */
export function nameChoice(text: (words: Words) => string) {
  const { english, localized } = inAllLanguages(text);
  return { name: english, name_localizations: localized };
}
