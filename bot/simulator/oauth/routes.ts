import { randomBytes } from 'node:crypto';
import { userById } from '../state/objects.ts';
import type { OAuthGrant } from '../state/state.ts';
import { memberWithUser } from '../state/objects.ts';
import { Refusal, refuse } from '../rest/refusal.ts';
import type { Call, Route } from '../rest/route.ts';
import { guildsOf } from '../rest/routes/guilds.ts';
import { takeCode } from './codes.ts';

/** Seconds that an access token lives (topics/oauth2: 604800). */
const LIFETIME = 604_800;

export const oauthRoutes: Route[] = [
  { method: 'POST', path: '/oauth2/token', auth: 'none', bucket: 'oauth2', act: exchange },
  { method: 'POST', path: '/oauth2/token/revoke', auth: 'none', bucket: 'oauth2', act: revoke },
  { method: 'GET', path: '/oauth2/@me', auth: 'bearer', act: currentAuthorization },
  { method: 'GET', path: '/users/@me', auth: 'bearer', act: currentUser },
  { method: 'GET', path: '/users/@me/guilds', auth: 'bearer', act: currentGuilds },
  { method: 'GET', path: '/users/@me/guilds/:guild/member', auth: 'bearer', act: currentMember },
];

/** Turns a code, or a refresh token, into tokens; each works once (topics/oauth2). */
function exchange(call: Call) {
  requireClient(call);
  const { state, body } = call;
  if (body.grant_type === 'authorization_code') {
    const code = takeCode(state, String(body.code));
    if (!code || code.redirect_uri !== body.redirect_uri)
      throw oauthError('invalid_grant', 'Invalid "code" in request.');
    return issue(call, code.user_id, code.scopes);
  }
  if (body.grant_type === 'refresh_token') {
    const grant = state.oauth.refresh.get(String(body.refresh_token));
    if (!grant) throw oauthError('invalid_grant', 'Invalid "refresh_token" in request.');
    state.oauth.refresh.delete(String(body.refresh_token));
    return issue(call, grant.user_id, grant.scopes);
  }
  throw oauthError('unsupported_grant_type', 'Invalid "grant_type" in request.');
}

function issue(call: Call, user_id: string, scopes: string[]) {
  const { access, refresh } = call.state.oauth;
  const [access_token, refresh_token] = [
    randomBytes(22).toString('base64url'),
    randomBytes(22).toString('base64url'),
  ];
  const grant: OAuthGrant = { user_id, scopes, expires_at: Date.now() + LIFETIME * 1000 };
  access.set(access_token, grant);
  refresh.set(refresh_token, grant);
  call.state.onChange('structure');
  return { token_type: 'Bearer', access_token, expires_in: LIFETIME, refresh_token, scope: scopes.join(' ') };
}

/** Ends a token and with it everything of its grant; unknown ones are no error (RFC 7009). */
function revoke(call: Call) {
  requireClient(call);
  const { access, refresh } = call.state.oauth;
  const token = String(call.body.token);
  const grant = access.get(token) ?? refresh.get(token);
  for (const tokens of [access, refresh]) {
    for (const [key, value] of tokens) if (value === grant) tokens.delete(key);
  }
  return {};
}

/** The client proves itself in the body or by Basic authorization. */
function requireClient(call: Call): void {
  const { client_id, client_secret } = call.body;
  const basic = call.basic;
  const id = basic?.id ?? client_id;
  const secret = basic?.secret ?? client_secret;
  if (id === call.state.application.id && secret === call.state.client_secret) return;
  throw new Refusal(401, { error: 'invalid_client' } as unknown as { message: string });
}

function oauthError(error: string, error_description: string): Refusal {
  return new Refusal(400, { error, error_description } as unknown as { message: string });
}

function currentUser(call: Call) {
  const grant = requireScope(call, 'identify');
  const user = call.state.users.get(grant.user_id);
  const common = {
    ...userById(call.state, grant.user_id),
    mfa_enabled: false,
    locale: 'en-US',
    premium_type: 0,
  };
  return grant.scopes.includes('email') ? { ...common, email: user?.email ?? null, verified: true } : common;
}

function currentGuilds(call: Call) {
  return guildsOf(call, requireScope(call, 'guilds').user_id);
}

function currentMember(call: Call) {
  const grant = requireScope(call, 'guilds.members.read');
  const member = call.state.guilds.get(call.params.guild!)?.members.get(grant.user_id);
  if (!member) throw refuse(10004);
  return memberWithUser(call.state, member);
}

function currentAuthorization(call: Call) {
  const grant = requireScope(call, null);
  const { id, name, description } = call.state.application;
  return {
    application: {
      id,
      name,
      description,
      icon: null,
      hook: true,
      bot_public: true,
      verify_key: '0'.repeat(64),
    },
    scopes: grant.scopes,
    expires: new Date(grant.expires_at).toISOString(),
    user: grant.scopes.includes('identify') ? userById(call.state, grant.user_id) : undefined,
  };
}

function requireScope(call: Call, scope: string | null): OAuthGrant {
  const grant = call.grant!; // a route for bearers is reached by no one else
  if (scope && !grant.scopes.includes(scope)) throw refuse(50026);
  return grant;
}
