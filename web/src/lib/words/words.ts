import { formatsOf, type Formats } from '@ticketflow/supabase/words/formats.ts';
import { languageOf, type Language } from '@ticketflow/supabase/contracts/languages.ts';
import type { desk as deskWords } from './en/desk.ts';
import type { frame as frameWords } from './en/frame.ts';
import type { settings as settingsWords } from './en/settings.ts';

/** The texts of the desk by group. A page loads the groups of its layouts, in one language. No two groups share a section. */
type Groups = {
  /** Signing in, the guilds, errors: what every page may show. */
  frame: ReturnType<typeof frameWords>;
  /** A guild's inbox and conversations. */
  desk: ReturnType<typeof deskWords>;
  /** A guild's settings. */
  settings: ReturnType<typeof settingsWords>;
};
type Group = keyof Groups;
type Texts = Groups['frame'] & Groups['desk'] & Groups['settings'];
type Write<L extends Language, G extends Group> = (f: Formats<L>) => Groups[G];

const files: { [L in Language]: { [G in Group]: () => Promise<Record<G, Write<L, G>>> } } = {
  en: {
    frame: () => import('./en/frame.ts'),
    desk: () => import('./en/desk.ts'),
    settings: () => import('./en/settings.ts'),
  },
  de: {
    frame: () => import('./de/frame.ts'),
    desk: () => import('./de/desk.ts'),
    settings: () => import('./de/settings.ts'),
  },
};

/** What was loaded, by locale: one in a browser, on the server those of all who asked. */
const loaded = new Map<string, Partial<Texts>>();
const loading = new Map<string, Promise<void>>();

/** The locale of the page; on the server that of the request that is answered (hooks.server.ts). */
let localeNow: () => string | undefined = () => pageLocale;
let pageLocale: string | undefined;
export const readLocaleBy = (read: () => string | undefined): void => void (localeNow = read);

/** The locale in which this page is written. Throws where no page is. */
export function locale(): string {
  const now = localeNow();
  if (!now)
    throw new Error('There are no words yet: this ran outside of a page, or before its layout was loaded.');
  return now;
}

/** Loads a group of texts for a page; its layout waits for it. In a browser the locale is the page's from then on. */
export async function loadWords(group: Group, locale: string): Promise<void> {
  if (typeof document !== 'undefined') pageLocale = locale;
  const key = `${group} ${locale}`;
  loading.set(key, loading.get(key) ?? load(group, locale));
  await loading.get(key);
}

async function load<G extends Group>(group: G, locale: string): Promise<void> {
  const file = (await files[languageOf(locale)][group]()) as Record<G, Write<Language, G>>;
  loaded.set(locale, { ...loaded.get(locale), ...file[group](formatsOf(locale)) });
}

/** All groups, for a server: what it says in answers and renders may be of any. */
export const loadAllWords = async (locale: string): Promise<void> => {
  await Promise.all((['frame', 'desk', 'settings'] as const).map((group) => loadWords(group, locale)));
};

/**
 * The texts of the page's locale, by section. Read where they are shown, never kept by a module: a server speaks many languages, and a
 * module runs before there are words.
 */
export const t = new Proxy({} as Texts, {
  get(_, section) {
    const texts = loaded.get(locale())?.[section as keyof Texts];
    if (!texts)
      throw new Error(
        `The words of ${String(section)} are not loaded here: a layout above loads their group.`,
      );
    return texts;
  },
});
