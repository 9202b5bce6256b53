import { redirect } from '@sveltejs/kit';
import { resolve } from '$app/paths';
import { keepLanguage } from '#lib/server/locale-of-request.ts';
import { lookMeUp } from '#lib/server/look-me-up.ts';
import { read } from '#lib/server/read.ts';
import { safePath } from '#lib/server/safe-path.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ url, locals, cookies }) => {
  const next = safePath(cookies.get('next'));
  // As it was set: a browser on plain http takes no cookie that is Secure, an empty one neither.
  cookies.delete('next', { path: resolve('/auth/callback'), secure: url.protocol === 'https:' });
  const again = (problem: string): never =>
    redirect(303, `${resolve('/sign-in')}?problem=${problem}&next=${encodeURIComponent(next)}`);

  if (url.searchParams.get('error') === 'access_denied') return again('denied');
  const code = url.searchParams.get('code');
  if (!code) return again('failed');
  const { data, error } = await locals.supabase.auth.exchangeCodeForSession(code);
  if (error) return again('failed');
  const { provider_token: discordToken, access_token, refresh_token } = data.session;
  // Set again without Discord's tokens, so that not even the cookie keeps them.
  if ((await locals.supabase.auth.setSession({ access_token, refresh_token })).error) return again('failed');
  const [language] = await Promise.all([
    // What somebody chose on one device holds on the next.
    read(locals.supabase, 'my_language', {}),
    discordToken && lookMeUp(locals.supabase, discordToken),
  ]);
  if (language) keepLanguage(cookies, url, language);
  redirect(303, next);
};
