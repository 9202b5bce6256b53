import { globSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import {
  languages,
  pluralCategories,
  type Language,
  type PluralLanguage,
} from '../../contracts/languages.ts';
import { formatsOf } from '../../words/formats.ts';
import { findRawTexts } from './raw-texts.ts';
import { unusedKeys } from './unused-keys.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const read = (pattern: string, exclude: RegExp) =>
  globSync(pattern, { cwd: root })
    .map((path) => path.replaceAll(sep, '/'))
    .filter((path) => !exclude.test(path))
    .map((path) => ({ path, source: readFileSync(join(root, path), 'utf8') }));

const isNoSource = /node_modules|\.test\.|\.test-d\.|\/words\/(en|de)|load-for-tests/;
const desk = read('web/src/**/*.{ts,svelte}', isNoSource);

/** What only operators and machines read is English: settings of the environment, metrics, what ends a start, endpoints without a page. */
const forOperators =
  /^web\/src\/(env|lib\/server\/(auth-faults|auth-check|metrics)|routes\/(session|metrics)\/\+server)\.ts$/;

test('plural categories are those of each language', () => {
  for (const [language, categories] of Object.entries(pluralCategories))
    expect([...new Intl.PluralRules(language).resolvedOptions().pluralCategories].sort()).toEqual(
      [...categories].sort(),
    );
});

test('a message that counts takes exactly the forms of its language', () => {
  const count = <L extends PluralLanguage>(language: L) => formatsOf<L>(language).plural;
  expect(count('en')(1234, { one: '# ticket', other: '# tickets' })).toBe('1,234 tickets');
  expect(count('fr')(1_000_000, { one: '#', many: '# de billets', other: '# billets' })).toMatch(
    /de billets$/,
  );
  expect(count('ja')(1, { other: '#件' })).toBe('1件');
  // @ts-expect-error French has a form for many.
  void (() => count('fr')(1, { one: '#', other: '#' }));
  // @ts-expect-error Japanese has one form.
  void (() => count('ja')(1, { one: '#', other: '#' }));
});

test('no form of a plural has facts in it: their own # would become the count', () => {
  const catalogues = read('{web/src/lib,bot/src,supabase}/words/**/*.ts', /\.test\./);
  expect(catalogues.length).toBeGreaterThan(10);
  const form = /\b(one|many|other): `(?=[^`]*\$\{)(?=[^`]*#)[^`]*`/g;
  expect('{ one: `# by ${name}` }').toMatch(form);
  expect(
    catalogues.flatMap(({ path, source }) => [...source.matchAll(form)].map(([text]) => `${path}: ${text}`)),
  ).toEqual([]);
});

test('no text of the desk stands outside of its catalogue', () => {
  expect(desk.filter(({ path }) => !forOperators.test(path)).flatMap(findRawTexts)).toEqual([]);
});

test('texts outside of the catalogue are found', () => {
  const found = (path: string, source: string) => findRawTexts({ path, source });
  expect(found('a.svelte', '<p class="No text">{t.a.b} Send <b>now</b></p>')).toEqual([
    'a.svelte: Send',
    'a.svelte: now',
  ]);
  expect(found('a.svelte', '<button aria-label="Close" title={x ? `Open it` : "b"}>×</button>')).toEqual([
    'a.svelte: Close',
    'a.svelte: Open it',
  ]);
  const generic = '<script lang="ts" generics="Row extends Kept">const said = \'Not saved yet\';</script>';
  expect(found('a.svelte', generic)).toEqual(['a.svelte: Not saved yet']);
  expect(found('a.ts', "toast('Not sent yet'); throw new Error('Never shown');")).toEqual([
    'a.ts: Not sent yet',
  ]);
});

/** Sections that more than one file of a catalogue writes: a group spreads its files, so the last would replace the others. */
function sharedSections(files: Record<string, object>): string[] {
  const writers = Map.groupBy(
    Object.entries(files).flatMap(([file, texts]) =>
      Object.keys(texts).map((section) => ({ file, section })),
    ),
    ({ section }) => section,
  );
  return [...writers]
    .filter(([, by]) => by.length > 1)
    .map(([section, by]) => `${section}: ${by.map(({ file }) => file).join(', ')}`);
}

/** The sections of a language by what writes them: the files that a group spreads, and the group itself. */
async function sectionsOf(language: Language): Promise<Record<string, object>> {
  const f = formatsOf<PluralLanguage>(language);
  const found: Record<string, object> = {};
  for (const group of ['frame', 'desk', 'settings']) {
    const path = join(root, 'web/src/lib/words', language, `${group}.ts`);
    const source = readFileSync(path, 'utf8');
    const body = source.slice(source.search(/^export const/m));
    found[group] = Object.fromEntries([...body.matchAll(/^ {2}(\w+)[:,(]/gm)].map(([, key]) => [key!, true]));
    for (const [, name, from] of source.matchAll(/import \{ (\w+) \} from '(.+)'/g)) {
      if (!body.includes(`...${name!}(f)`)) continue;
      const file = from!.startsWith('.')
        ? join(path, '..', from!)
        : join(root, from!.replace('@ticketflow/', ''));
      const written = (await import(pathToFileURL(file).href)) as Record<string, (f: unknown) => object>;
      found[file.slice(root.length)] = written[name!]!(f);
    }
    const whole = (await import(pathToFileURL(path).href)) as Record<string, (f: unknown) => object>;
    const sections = new Set(Object.values(found).flatMap((texts) => Object.keys(texts)));
    // Nothing that the group says was missed by reading its source.
    expect(Object.keys(whole[group]!(f)).filter((section) => !sections.has(section))).toEqual([]);
  }
  return found;
}

test.each(languages)('no two files of the desk write the same section, in %s', async (language) => {
  const found = await sectionsOf(language);
  expect(Object.keys(found).length).toBeGreaterThan(10);
  expect(sharedSections(found)).toEqual([]);
});

test('a section that two files write is named', () => {
  expect(sharedSections({ 'a.ts': { one: {}, two: {} }, 'b.ts': { two: {}, three: {} } })).toEqual([
    'two: a.ts, b.ts',
  ]);
});

test('no text of several words is the same in German as in English', async () => {
  const leaves = (part: unknown, key = ''): [string, string][] =>
    typeof part === 'string'
      ? [[key, part]]
      : Object.entries(Object(part) as object).flatMap(([name, value]) => leaves(value, `${key}.${name}`));
  const all: [string, string][] = [];
  for (const group of ['frame', 'desk', 'settings'])
    for (const [language, locale] of [
      ['en', 'en-GB'],
      ['de', 'de-DE'],
    ] as const) {
      const file = (await import(`../../../web/src/lib/words/${language}/${group}.ts`)) as Record<
        string,
        (formats: unknown) => unknown
      >;
      all.push(...leaves(file[group]!(formatsOf(locale)), group));
    }
  const english = new Map<string, string>();
  const same: string[] = [];
  for (const [key, text] of all) {
    if (english.get(key) === text && /\s/.test(text)) same.push(key);
    english.set(key, text);
  }
  expect(english.size).toBeGreaterThan(500);
  expect(same).toEqual([]);
});

test('each text of the desk is used', async () => {
  const { desk: inbox } = await import('../../../web/src/lib/words/en/desk.ts');
  const { frame } = await import('../../../web/src/lib/words/en/frame.ts');
  const { settings } = await import('../../../web/src/lib/words/en/settings.ts');
  const formats = formatsOf<'en'>('en-GB');
  const texts = { ...frame(formats), ...inbox(formats), ...settings(formats) };
  expect(unusedKeys(texts, desk.map(({ source }) => source).join('\n'))).toEqual([]);
});

const bot = read('bot/src/**/*.ts', /\.test\.|\/words\//);

test('no text that the bot says in Discord stands outside of its catalogue', () => {
  const speaks = /^bot\/src\/(commands|outbox|panels)\//;
  expect(bot.filter(({ path }) => speaks.test(path)).flatMap(findRawTexts)).toEqual([]);
});

test('each text of the bot is used', async () => {
  const { english } = await import('../../../bot/src/words/en.ts');
  const { refusals: _, reasons: __, ...texts } = english(formatsOf<'en'>('en-GB'));
  const source = bot.map((file) => file.source).join('\n');
  // Sections are handed on, and taken apart: a text is read by its own name.
  const isRead = (key: string) => new RegExp(`[.{,]\\s*${key}\\b(?!:)`).test(source);
  // All of a section that is read by a code: words.priorities[level].
  const keys = Object.entries(texts)
    .filter(([section]) => !new RegExp(`\\.${section}\\[`).test(source))
    .flatMap(([, section]) => Object.keys(section));
  expect(keys.filter((key) => !isRead(key))).toEqual([]);
});

test('a text that nothing uses is named', () => {
  const texts = { a: { used: 'x', never: 'y' }, b: { one: '1' }, c: { d: { e: 'z' } }, whole: { f: 'f' } };
  expect(unusedKeys(texts, 't.a.used t.b[key] t.c.d.e.g words(t.whole)')).toEqual(['a.never']);
});
