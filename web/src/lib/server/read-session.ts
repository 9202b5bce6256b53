import type { SupabaseClient } from '@supabase/supabase-js';

/** What the desk needs of a session: `userId` names the person's own topic, `expiresAt` is in seconds since 1970. */
export type Session = { accessToken: string; expiresAt: number; userId: string };

/**
 * The session in the cookies, refreshed when it is about to end; null when there is none. The token is not checked here:
 * every query carries it to the database, which does.
 */
export async function readSession(supabase: SupabaseClient): Promise<Session | null> {
  const { data } = await supabase.auth.getSession();
  const token = data.session?.access_token;
  const userId = token && subjectOf(token);
  if (!data.session || !token || !userId) return null;
  return { accessToken: token, expiresAt: data.session.expires_at ?? 0, userId };
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
