import { createServerClient } from '@supabase/ssr';
import type { Handle, HandleServerError, ServerInit } from '@sveltejs/kit/hooks';
import type { Database } from '@ticketflow/supabase/contracts/database.types.ts';
import {
  PUBLIC_DISCORD_URL,
  PUBLIC_SENTRY_DSN,
  PUBLIC_SUPABASE_PUBLISHABLE_KEY,
  PUBLIC_SUPABASE_URL,
} from '$app/env/public';
import { allowAddresses } from '#lib/server/allow-addresses.ts';
import { checkAuthAtStart } from '#lib/server/auth-check.ts';
import { fitToPolicy } from '#lib/server/fit-to-policy.ts';
import { inLocaleOf, sayLanguage } from '#lib/server/locale-of-request.ts';
import { describeError, log } from '#lib/server/log.ts';
import { measureRequest } from '#lib/server/measure-request.ts';
import { readSession } from '#lib/server/read-session.ts';
import { t } from '#lib/words/words.ts';

export const init: ServerInit = checkAuthAtStart;

/**
 * supabase-js takes any refusal of a refresh token for the end of the session, but "too many requests" is none: said as 503,
 * the session stays and is tried again.
 */
const patientFetch: typeof fetch = async (input, init) => {
  const answer = await fetch(input, init);
  return answer.status === 429 &&
    String(input instanceof Request ? input.url : input).includes('/auth/v1/token')
    ? new Response(answer.body, { status: 503, headers: answer.headers })
    : answer;
};

export const handle: Handle = (input) =>
  measureRequest(input.event, () => inLocaleOf(input.event, () => answer(input)));

async function answer({ event, resolve }: Parameters<Handle>[0]): Promise<Response> {
  const isSecure = event.url.protocol === 'https:';
  let isAnswered = false;
  event.locals.supabase = createServerClient<Database>(PUBLIC_SUPABASE_URL, PUBLIC_SUPABASE_PUBLISHABLE_KEY, {
    // The page's own scripts never see the session; they ask /session for the short-lived token.
    cookieOptions: { httpOnly: true, sameSite: 'lax', secure: isSecure, path: '/' },
    global: { fetch: patientFetch },
    cookies: {
      getAll: () => event.cookies.getAll(),
      setAll: (all) => {
        // A refresh that came after nobody waited for it any more: its cookies have no answer to go with.
        if (isAnswered) return;
        for (const { name, value, options } of all)
          event.cookies.set(name, value, { ...options, path: '/', httpOnly: true, secure: isSecure });
      },
    },
  });
  let session: ReturnType<typeof readSession> | undefined;
  event.locals.readSession = () => (session ??= readSession(event.locals.supabase));

  const response = await resolve(event, {
    filterSerializedResponseHeaders: (name) => name === 'content-range',
    transformPageChunk: ({ html }) => fitToPolicy(sayLanguage(html, event.locals.locale)),
  });
  isAnswered = true;
  const policy = response.headers.get('content-security-policy');
  if (policy)
    response.headers.set(
      'content-security-policy',
      allowAddresses(policy, PUBLIC_SUPABASE_URL, PUBLIC_DISCORD_URL, PUBLIC_SENTRY_DSN),
    );
  if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'no-store');
  return response;
}

export const handleError: HandleServerError = ({ kind, error, event }) => {
  // The route, never the address: that one names guild and ticket.
  if (kind === 'unknown')
    log.error({ request: event.locals.requestId, route: event.route.id, ...describeError(error) }, 'broken');
  return kind === 'unknown' ? { message: t.broken.server } : undefined;
};
