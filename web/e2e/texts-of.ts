import { formatsOf } from '@ticketflow/supabase/words/formats.ts';
import { desk } from '../src/lib/words/en/desk.ts';
import { frame } from '../src/lib/words/en/frame.ts';
import { settings } from '../src/lib/words/en/settings.ts';
import { desk as schreibtisch } from '../src/lib/words/de/desk.ts';
import { frame as rahmen } from '../src/lib/words/de/frame.ts';
import { settings as einstellungen } from '../src/lib/words/de/settings.ts';

/** The texts of a catalogue by their keys; those that are made of facts are left out. */
function flatten(part: unknown, key = '', into = new Map<string, string>()): Map<string, string> {
  if (typeof part === 'string') into.set(key, part);
  else if (typeof part === 'object' && part !== null)
    for (const [name, value] of Object.entries(part)) flatten(value, `${key}.${name}`, into);
  return into;
}

/** English sentences of the desk that no German page may show: those of at least two words that German says otherwise. */
export function englishOnly(): string[] {
  const [en, de] = [formatsOf<'en'>('en-GB'), formatsOf<'de'>('de-DE')];
  // A picture of the demo's server shows words of its people.
  const { harbor: _, ...texts } = { ...frame(en), ...desk(en), ...settings(en) };
  const english = flatten(texts);
  const german = new Set(flatten({ ...rahmen(de), ...schreibtisch(de), ...einstellungen(de) }).values());
  return [...new Set(english.values())].filter((text) => /\S\s\S/.test(text) && !german.has(text));
}
