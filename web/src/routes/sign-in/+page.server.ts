import { fail, redirect } from '@sveltejs/kit';
import { resolve } from '$app/paths';
import { whyNoSignIn } from '#lib/server/auth-check.ts';
import { safePath } from '#lib/server/safe-path.ts';
import type { Actions, PageServerLoad } from './$types';

/** Why somebody who comes here is not signed in. */
const problems = ['denied', 'failed', 'ended'] as const;

export const load: PageServerLoad = async ({ url, locals }) => {
  if (await locals.readSession()) redirect(303, resolve('/'));
  return {
    problem: problems.find((each) => each === url.searchParams.get('problem')) ?? null,
    next: safePath(url.searchParams.get('next')),
  };
};

export const actions: Actions = {
  default: async ({ request, locals, url, cookies }) => {
    const next = safePath((await request.formData()).get('next')?.toString());
    const why = await whyNoSignIn();
    if (why) return fail(503, { problem: why });
    const { data, error } = await locals.supabase.auth.signInWithOAuth({
      provider: 'discord',
      options: {
        // Auth itself asks for identify and email.
        scopes: 'guilds',
        redirectTo: new URL(resolve('/auth/callback'), url.origin).href,
        skipBrowserRedirect: true,
      },
    });
    if (error || !data.url) return fail(502, { problem: 'failed' as const });
    // Ten minutes: twice as long as Auth remembers the login that has begun.
    cookies.set('next', next, {
      path: resolve('/auth/callback'),
      httpOnly: true,
      sameSite: 'lax',
      secure: url.protocol === 'https:',
      maxAge: 600,
    });
    redirect(303, data.url, { external: true });
  },
};
