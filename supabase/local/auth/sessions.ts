import { randomBytes, randomUUID } from 'node:crypto';
import type postgres from 'postgres';
import { signJwt } from '../jwt.ts';
import type { AuthContext } from './context.ts';
import { readUser, type User } from './user-json.ts';

/** GoTrue's default life of an access token, in seconds (`jwt_expiry` in config.toml). */
export const tokenLife = 3600;

/** What the token endpoint answers. */
export type TokenResponse = {
  access_token: string;
  token_type: 'bearer';
  expires_in: number;
  expires_at: number;
  refresh_token: string;
  user: User;
};

/** Opens a session for a user and returns its first tokens. `method` is how they signed in, as the token's `amr` says. */
export async function openSession(
  sql: postgres.TransactionSql,
  userId: string,
  request: Request,
  context: AuthContext,
  method: 'oauth' | 'otp' = 'oauth',
) {
  const sessionId = randomUUID();
  const agent = request.headers.get('user-agent');
  await sql`
    insert into auth.sessions (id, user_id, created_at, updated_at, aal, user_agent, ip)
    values (${sessionId}, ${userId}, now(), now(), 'aal1', ${agent}, '127.0.0.1')`;
  await sql`
    insert into auth.mfa_amr_claims (id, session_id, created_at, updated_at, authentication_method)
    values (${randomUUID()}, ${sessionId}, now(), now(), ${method})`;
  await sql`update auth.users set last_sign_in_at = now(), updated_at = now() where id = ${userId}`;
  const refreshToken = await addRefreshToken(sql, userId, sessionId, null);
  return tokenResponse(sql, userId, sessionId, refreshToken, context);
}

/** Adds a refresh token to a session, as the child of the one that it replaces. */
export async function addRefreshToken(
  sql: postgres.TransactionSql,
  userId: string,
  sessionId: string,
  parent: string | null,
): Promise<string> {
  const token = randomBytes(9).toString('base64url');
  await sql`
    insert into auth.refresh_tokens (instance_id, token, user_id, revoked, created_at, updated_at, parent, session_id)
    values ('00000000-0000-0000-0000-000000000000', ${token}, ${userId}, false, now(), now(), ${parent}, ${sessionId})`;
  return token;
}

/** A fresh access token for a session, with the claims that GoTrue writes (supabase/auth internal/tokens). */
export async function tokenResponse(
  sql: postgres.TransactionSql,
  userId: string,
  sessionId: string,
  refreshToken: string,
  context: AuthContext,
): Promise<TokenResponse> {
  const user = await readUser(sql, userId);
  const amr = await sql<{ method: string; timestamp: number }[]>`
    select authentication_method as method, extract(epoch from created_at)::int as timestamp
    from auth.mfa_amr_claims where session_id = ${sessionId}`;
  const issued = Math.floor(Date.now() / 1000);
  const claims = {
    iss: `${context.supabaseUrl}/auth/v1`,
    sub: userId,
    aud: 'authenticated',
    exp: issued + tokenLife,
    iat: issued,
    email: user.email,
    phone: user.phone,
    app_metadata: user.app_metadata,
    user_metadata: user.user_metadata,
    role: 'authenticated',
    aal: 'aal1',
    amr: [...amr],
    session_id: sessionId,
    is_anonymous: false,
  };
  return {
    access_token: signJwt(claims, context.jwtSecret),
    token_type: 'bearer',
    expires_in: tokenLife,
    expires_at: claims.exp,
    refresh_token: refreshToken,
    user,
  };
}
