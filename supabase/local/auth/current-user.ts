import type postgres from 'postgres';
import type { Claims } from '../jwt.ts';
import { json } from '../http/exchange.ts';
import { AuthError } from './auth-error.ts';
import type { AuthContext, AuthRequest } from './context.ts';
import { readBody } from './grants.ts';
import { readUser } from './user-json.ts';

/** GET /user: the signed-in person, after looking that user and session still exist. */
export async function getUser(incoming: AuthRequest, context: AuthContext): Promise<Response> {
  const { sub } = await requireSession(incoming, context);
  return json(200, await readUser(context.sql, sub));
}

/**
 * PUT /user: `data`, the metadata that belongs to the user themselves (a null takes a key away), and `email`, which stays a
 * wish until it has been confirmed from both mailboxes. Identities are out of its reach. `undefined` when anything else is
 * to be changed (phone, password).
 */
export async function updateUser(incoming: AuthRequest, context: AuthContext): Promise<Response | undefined> {
  const { sub } = await requireSession(incoming, context);
  const { data, email, app_metadata: appMetadata, ...rest } = await readBody(incoming.request);
  if (['phone', 'password', 'nonce'].some((name) => rest[name])) return undefined;
  if (appMetadata) throw new AuthError(403, 'not_admin', 'Updating app_metadata requires admin privileges');
  if (email) await wishForEmail(String(email).toLowerCase(), sub, context);
  const change = JSON.stringify(data && typeof data === 'object' ? data : {});
  await context.sql`
    update auth.users set raw_user_meta_data = (
      select coalesce(jsonb_object_agg(key, value), '{}')
      from jsonb_each(coalesce(raw_user_meta_data, '{}') || ${change}::text::jsonb) where value <> 'null'
    ), updated_at = now()
    where id = ${sub}`;
  return json(200, await readUser(context.sql, sub));
}

async function wishForEmail(email: string, userId: string, { sql }: AuthContext): Promise<void> {
  const [taken] = await sql`
    select from auth.users where email = ${email} and id <> ${userId} union all
    select from auth.identities where email = ${email} and user_id <> ${userId}`;
  if (taken)
    throw new AuthError(422, 'email_exists', 'A user with this email address has already been registered');
  await sql`update auth.users set email_change = ${email}, email_change_sent_at = now(), email_change_confirm_status = 0
    where id = ${userId} and email is distinct from ${email}`;
}

/** POST /logout?scope=global|local|others: ends the user's sessions, with their refresh tokens. */
export async function logout(incoming: AuthRequest, context: AuthContext): Promise<Response> {
  const { sub, session_id: sessionId } = await requireSession(incoming, context);
  const { sql } = context;
  const scope = incoming.url.searchParams.get('scope') ?? 'global';
  const which: Record<string, postgres.PendingQuery<postgres.Row[]>> = {
    global: sql``,
    local: sql`and id = ${sessionId}`,
    others: sql`and id <> ${sessionId}`,
  };
  const condition = which[scope];
  if (!condition) throw new AuthError(400, 'validation_failed', `Unsupported logout scope "${scope}"`);
  await sql`delete from auth.sessions where user_id = ${sub} ${condition}`;
  return new Response(null, { status: 204 });
}

/** The claims of the caller's own token. Throws an AuthError without a good token, or when its user or session is gone. */
async function requireSession({ caller }: AuthRequest, { sql }: AuthContext) {
  if (!caller.token)
    throw new AuthError(401, 'no_authorization', 'This endpoint requires a valid Bearer token');
  if (caller.token.state !== 'valid') {
    const reason = caller.token.state === 'expired' ? 'token is expired' : `token is ${caller.token.state}`;
    throw new AuthError(403, 'bad_jwt', `invalid JWT: unable to parse or verify signature, ${reason}`);
  }
  const claims = caller.token.claims as Claims & { sub: string; session_id: string };
  if (!claims.sub) throw new AuthError(403, 'bad_jwt', 'invalid claim: missing sub claim');
  const [found] = await sql<{ has_user: boolean; has_session: boolean }[]>`
    select exists (select from auth.users where id::text = ${claims.sub} and deleted_at is null) as has_user,
      exists (select from auth.sessions where id::text = ${claims.session_id ?? ''}) as has_session`;
  if (!found?.has_user)
    throw new AuthError(403, 'user_not_found', 'User from sub claim in JWT does not exist');
  if (!found.has_session) {
    throw new AuthError(403, 'session_not_found', 'Session from session_id claim in JWT does not exist');
  }
  return claims;
}
