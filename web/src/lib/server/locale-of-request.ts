import { AsyncLocalStorage } from 'node:async_hooks';
import type { Cookies, RequestEvent } from '@sveltejs/kit';
import { resolve } from '$app/paths';
import { isLanguage, languageOf, localeOf, type Language } from '@ticketflow/supabase/contracts/languages.ts';
import { loadAllWords, readLocaleBy } from '#lib/words/words.ts';

/** Where a browser keeps the language that its person chose. */
const LANGUAGE_COOKIE = 'language';

const locale = new AsyncLocalStorage<string>();
readLocaleBy(() => locale.getStore());

/** Answers a request in the locale of the caller: the language that they chose, else what their browser asks for. */
export async function inLocaleOf(event: RequestEvent, answer: () => Promise<Response>): Promise<Response> {
  const chosen = event.cookies.get(LANGUAGE_COOKIE);
  const asked = readAccepted(event.request.headers.get('accept-language') ?? '');
  event.locals.locale = localeOf(asked, isLanguage(chosen) ? chosen : null);
  await loadAllWords(event.locals.locale);
  return locale.run(event.locals.locale, answer);
}

/** Keeps the language that somebody chose in their browser, for a year. */
export function keepLanguage(cookies: Cookies, url: URL, language: Language): void {
  cookies.set(LANGUAGE_COOKIE, language, {
    path: resolve('/'),
    httpOnly: true,
    sameSite: 'lax',
    secure: url.protocol === 'https:',
    maxAge: 31_536_000,
  });
}

/** Says in the page's markup which language it is in. */
export const sayLanguage = (html: string, locale: string): string =>
  html.replace('%language%', languageOf(locale));

/** The locales of Accept-Language, the most wanted first (https://www.rfc-editor.org/rfc/rfc9110#name-accept-language). */
export function readAccepted(header: string): string[] {
  return header
    .split(',')
    .slice(0, 20)
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().split(';');
      const weight = parameters.map((each) => /^\s*q=([\d.]+)\s*$/.exec(each)?.[1]).find(Boolean);
      return { tag, weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ tag }) => tag);
}
