import { createHash } from 'node:crypto';
import { json } from '../http/exchange.ts';
import { AuthError } from './auth-error.ts';
import type { AuthContext, AuthRequest } from './context.ts';
import { addRefreshToken, openSession, tokenResponse } from './sessions.ts';

/** GoTrue's default: a refresh token that was just used still works for ten seconds, for tabs that race (config.toml). */
const reuseSeconds = 10;

/** POST /token: `pkce` and `refresh_token` are served; `password` is refused, the e-mail provider being off. */
export async function token(incoming: AuthRequest, context: AuthContext): Promise<Response | undefined> {
  const kind = incoming.url.searchParams.get('grant_type');
  const body = await readBody(incoming.request);
  if (kind === 'pkce') return exchangeCode(body, incoming.request, context);
  if (kind === 'refresh_token') return refresh(body, context);
  if (kind !== 'password') return undefined;
  throw body.phone
    ? new AuthError(422, 'phone_provider_disabled', 'Phone logins are disabled')
    : new AuthError(422, 'email_provider_disabled', 'Email logins are disabled');
}

/** A JSON body as strings by name; an empty or broken one is an AuthError as in GoTrue. */
export async function readBody(request: Request): Promise<Record<string, unknown>> {
  const text = await request.text();
  try {
    const body: unknown = JSON.parse(text || '{}');
    if (body && typeof body === 'object') return body as Record<string, unknown>;
  } catch {
    // Falls through to the same refusal as a body that is not an object.
  }
  throw new AuthError(400, 'bad_json', 'Could not parse request body as JSON');
}

type Flow = {
  id: string;
  user_id: string;
  code_challenge: string;
  code_challenge_method: string;
  provider_access_token: string;
  provider_refresh_token: string;
  is_expired: boolean;
};

async function exchangeCode(
  body: Record<string, unknown>,
  request: Request,
  context: AuthContext,
): Promise<Response> {
  const [code, verifier] = [String(body.auth_code ?? ''), String(body.code_verifier ?? '')];
  if (!code || !verifier) {
    throw new AuthError(
      400,
      'validation_failed',
      'invalid request: both auth code and code verifier should be non-empty',
    );
  }
  return context.sql.begin(async (sql) => {
    const [flow] = await sql<Flow[]>`
      select id, user_id, code_challenge, code_challenge_method, provider_access_token, provider_refresh_token,
        auth_code_issued_at < now() - interval '5 minutes' as is_expired
      from auth.flow_state where auth_code = ${code} and user_id is not null for update`;
    if (!flow)
      throw new AuthError(404, 'flow_state_not_found', 'invalid flow state, no valid flow state found');
    if (flow.is_expired) {
      throw new AuthError(403, 'flow_state_expired', 'invalid flow state, flow state has expired');
    }
    if (challengeOf(verifier, flow.code_challenge_method) !== flow.code_challenge) {
      throw new AuthError(
        400,
        'bad_code_verifier',
        'code challenge does not match previously saved code verifier',
      );
    }
    await sql`delete from auth.flow_state where id = ${flow.id}`;
    const session = await openSession(sql, flow.user_id, request, context);
    return json(200, {
      ...session,
      provider_token: flow.provider_access_token,
      ...(flow.provider_refresh_token ? { provider_refresh_token: flow.provider_refresh_token } : {}),
    });
  });
}

function challengeOf(verifier: string, method: string): string {
  return method === 'plain' ? verifier : createHash('sha256').update(verifier).digest('base64url');
}

type RefreshToken = {
  token: string;
  user_id: string;
  session_id: string;
  revoked: boolean;
  is_fresh: boolean;
  child: string | null;
};

/** Every use replaces the token. A used one that comes again late is a stolen one: the whole session ends. */
async function refresh(body: Record<string, unknown>, context: AuthContext): Promise<Response> {
  const given = String(body.refresh_token ?? '');
  if (!given) throw new AuthError(400, 'validation_failed', 'refresh_token required');
  const outcome = await context.sql.begin(async (sql) => {
    const [found] = await sql<RefreshToken[]>`
      select t.token, t.user_id, t.session_id, t.revoked,
        t.updated_at > now() - make_interval(secs => ${reuseSeconds}) as is_fresh,
        (select c.token from auth.refresh_tokens c where c.parent = t.token and not c.revoked limit 1) as child
      from auth.refresh_tokens t where t.token = ${given} and t.session_id is not null for update`;
    if (!found) {
      throw new AuthError(400, 'refresh_token_not_found', 'Invalid Refresh Token: Refresh Token Not Found');
    }
    if (found.revoked && !(found.is_fresh && found.child)) {
      await sql`
        update auth.refresh_tokens set revoked = true, updated_at = now()
        where session_id = ${found.session_id} and not revoked`;
      return undefined;
    }
    const next = found.revoked ? found.child : await replaceToken(sql, found);
    await sql`update auth.sessions set refreshed_at = now(), updated_at = now() where id = ${found.session_id}`;
    return tokenResponse(sql, found.user_id, found.session_id, next ?? '', context);
  });
  if (!outcome) throw new AuthError(400, 'refresh_token_already_used', 'Invalid Refresh Token: Already Used');
  return json(200, outcome);
}

async function replaceToken(sql: Parameters<typeof addRefreshToken>[0], used: RefreshToken): Promise<string> {
  await sql`update auth.refresh_tokens set revoked = true, updated_at = now() where token = ${used.token}`;
  return addRefreshToken(sql, used.user_id, used.session_id, used.token);
}
