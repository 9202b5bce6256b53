import type {
  APIApplicationCommandBasicOption,
  RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord.js';
import { describe, expect, test } from 'vitest';
import { languages } from '@ticketflow/supabase/contracts/languages.ts';
import { commands } from '../src/commands/commands.ts';
import { wordsFor } from '../src/words/words-for.ts';

type Described = Pick<
  RESTPostAPIChatInputApplicationCommandsJSONBody,
  'name' | 'description' | 'description_localizations'
>;

/** A command counts with the longest of its localizations. */
const sizeOf = ({ name, description, description_localizations }: Described): number =>
  name.length +
  Math.max(...[description, ...Object.values(description_localizations ?? {})].map((text) => text!.length));

test.each(commands)(
  '/$shape.name is described in all languages, within the limits of Discord',
  ({ shape }) => {
    const options = (shape.options ?? []) as APIApplicationCommandBasicOption[];
    for (const part of [shape, ...options]) {
      const localized = Object.entries(part.description_localizations ?? {});
      expect(localized.map(([locale]) => locale)).toEqual(expect.arrayContaining(['de', 'en-US']));
      for (const [, text] of localized) expect([...text!].length).toBeLessThanOrEqual(100);
    }
    // https://discord.com/developers/docs/interactions/application-commands#application-command-object
    expect([shape, ...options].reduce((sum, part) => sum + sizeOf(part), 0)).toBeLessThanOrEqual(8000);
  },
);

describe.each(languages)('in %s', (language) => {
  const words = wordsFor(language);

  test('the form and the button fit into what Discord shows', () => {
    const { title, reason, reasonHint } = words.closeForm;
    expect(title.length).toBeLessThanOrEqual(45);
    expect(reason.length).toBeLessThanOrEqual(45);
    expect(reasonHint.length).toBeLessThanOrEqual(100);
    expect(words.channel.close.length).toBeLessThanOrEqual(80);
  });

  test('the same names are filled in', () => {
    const asked = (text: string) => text.match(/\{\w+\}/g);
    expect(asked(words.channel.openingTitle)).toEqual(asked(wordsFor('en').channel.openingTitle));
    expect(asked(words.channel.openingText)).toEqual(asked(wordsFor('en').channel.openingText));
  });
});

test('a locale is spoken in its language, or else in English, and made once', () => {
  expect(wordsFor('de').answers.closed).toBe('Das Ticket ist geschlossen.');
  expect(wordsFor('en-US').answers.closed).toBe('The ticket is closed.');
  for (const locale of ['fr', 'ja', 'zh-CN', 'nonsense', '']) expect(wordsFor(locale)).toBe(wordsFor('en'));
  expect(wordsFor('de')).toBe(wordsFor('de'));
});
