import { randomUUID } from 'node:crypto';
import { json } from '../http/exchange.ts';
import { AuthError } from './auth-error.ts';
import type { AuthContext, AuthRequest } from './context.ts';
import { allowedRedirect } from './redirect.ts';

/**
 * GET /authorize?provider=discord: starts a login. Notes the flow and sends the browser to Discord's own page.
 * Only the PKCE flow is covered; `undefined` for the implicit one. Throws an AuthError for another provider or a
 * malformed challenge.
 */
export async function authorize({ url }: AuthRequest, context: AuthContext): Promise<Response | undefined> {
  const query = url.searchParams;
  if (query.get('provider') !== 'discord') {
    throw new AuthError(400, 'validation_failed', 'Unsupported provider: provider is not enabled');
  }
  const challenge = query.get('code_challenge') ?? '';
  const method = (query.get('code_challenge_method') ?? '').toLowerCase();
  if (!challenge && !method) return undefined;
  checkChallenge(challenge, method);
  const state = randomUUID();
  await context.sql`
    insert into auth.flow_state (
      id, auth_code, code_challenge_method, code_challenge, provider_type, authentication_method, referrer,
      email_optional, created_at, updated_at
    ) values (
      ${state}, ${randomUUID()}, ${method}, ${challenge}, 'discord', 'oauth',
      ${allowedRedirect(query.get('redirect_to'), context)}, ${context.discord.isEmailOptional}, now(), now()
    )`;
  const location = discordAddress(query, state, context);
  return query.get('skip_http_redirect') === 'true'
    ? json(200, { url: location })
    : new Response(null, { status: 302, headers: { location } });
}

/** RFC 7636 allows 43 to 128 characters; GoTrue the same (supabase/auth internal/api/pkce.go). */
function checkChallenge(challenge: string, method: string): void {
  if (!challenge || !method) {
    throw new AuthError(
      400,
      'validation_failed',
      'PKCE flow requires code_challenge_method and code_challenge to be present',
    );
  }
  if (!/^[A-Za-z0-9._~-]{43,128}$/.test(challenge)) {
    throw new AuthError(
      400,
      'validation_failed',
      'code challenge has to be between 43 and 128 characters and only contain alphanumeric characters, hyphens, periods, underscores and tildes',
    );
  }
  if (method !== 's256' && method !== 'plain') {
    throw new AuthError(400, 'validation_failed', `unsupported code_challenge method ${method}`);
  }
}

/** Parameters that are not GoTrue's own (prompt, for example) are passed on to the provider. */
function discordAddress(
  query: URLSearchParams,
  state: string,
  { discord, supabaseUrl }: AuthContext,
): string {
  const own = ['provider', 'scopes', 'code_challenge', 'code_challenge_method', 'skip_http_redirect'];
  const address = new URL('/oauth2/authorize', discord.url);
  for (const [name, value] of query) if (!own.includes(name)) address.searchParams.set(name, value);
  const scopes = ['email', 'identify', ...(query.get('scopes') ?? '').split(',').filter(Boolean)];
  address.searchParams.set('client_id', discord.clientId);
  address.searchParams.set('redirect_uri', `${supabaseUrl}/auth/v1/callback`);
  address.searchParams.set('response_type', 'code');
  address.searchParams.set('scope', scopes.join(' '));
  address.searchParams.set('state', state);
  return address.href;
}
