import { languageOf, localeOf, type Language } from '@ticketflow/supabase/contracts/languages.ts';
import { formatsOf, type Formats } from '@ticketflow/supabase/words/formats.ts';
import { german } from './de.ts';
import { english } from './en.ts';

export type Words = ReturnType<typeof english>;

const write: { [L in Language]: (f: Formats<L>) => Words } = { en: english, de: german };

/** By locale; only those of a short list (`localeOf`). */
const made = new Map<string, Words>();

/**
 * The bot's texts: in the locale of an interaction for what its member alone sees, in a guild's language for what everybody sees.
 * English where TicketFlow does not speak it.
 */
export function wordsFor(asked: string): Words {
  const locale = localeOf([asked], languageOf(asked));
  const words = made.get(locale) ?? make(languageOf(locale), locale);
  made.set(locale, words);
  return words;
}

const make = <L extends Language>(language: L, locale: string): Words =>
  write[language](formatsOf<L>(locale));
