import { isAuthRetryableFetchError, type SupabaseClient } from '@supabase/supabase-js';
import { error } from '@sveltejs/kit';
import { t } from '#lib/words/words.ts';

/** What the desk needs of a session: `userId` names the person's own topic, `expiresAt` is in seconds since 1970. */
export type Session = { accessToken: string; expiresAt: number; userId: string };

/** supabase-js goes on asking an Auth that does not answer for half a minute; nobody is kept waiting for that long. */
const PATIENCE_MS = 4000;

/**
 * The session in the cookies, refreshed when it is about to end; null when there is none. The token is not checked here:
 * every query carries it to the database, which does. An Auth that is away ends no session: then this throws a 503.
 */
export async function readSession(supabase: SupabaseClient): Promise<Session | null> {
  const { data, error: problem } = await inTime(supabase.auth.getSession());
  if (isAuthRetryableFetchError(problem)) throw away();
  const token = data.session?.access_token;
  const userId = token && subjectOf(token);
  if (!data.session || !token || !userId) return null;
  return { accessToken: token, expiresAt: data.session.expires_at ?? 0, userId };
}

async function inTime<T>(answer: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(away()), PATIENCE_MS);
  });
  // What comes of it later changes nothing any more.
  answer.catch(() => {});
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}

function away(): Error {
  try {
    error(503, t.broken.auth);
  } catch (thrown) {
    return thrown as Error;
  }
}

/** The `sub` of a JWT, or null when it is none. The cookie's own copy of the user is not believed. */
function subjectOf(token: string): string | null {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    return claims && typeof claims === 'object' && 'sub' in claims ? String(claims.sub) : null;
  } catch {
    return null;
  }
}
