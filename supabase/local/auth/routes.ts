import type { Caller } from '../http/caller.ts';
import { deleteUser, getUserById } from './admin.ts';
import { answerAuthError, AuthError } from './auth-error.ts';
import { authorize } from './authorize.ts';
import { callback } from './callback.ts';
import type { AuthContext, AuthRequest } from './context.ts';
import { getUser, logout, updateUser } from './current-user.ts';
import { token } from './grants.ts';
import { recover, verify } from './recovery.ts';
import { health, refuseLinking, refuseOneTimeCode, refuseSignUp, settings, signingKeys } from './settings.ts';

type Handle = (incoming: AuthRequest, context: AuthContext) => Promise<Response | undefined>;

/** Every call of GoTrue's that this stack covers; see COVERAGE.md. */
const routes: Record<string, Handle> = {
  'GET /authorize': authorize,
  'GET /callback': callback,
  'POST /token': token,
  'GET /user': getUser,
  'PUT /user': updateUser,
  'POST /logout': logout,
  'GET /settings': settings,
  'GET /health': health,
  'GET /.well-known/jwks.json': signingKeys,
  'POST /signup': refuseSignUp,
  'POST /otp': refuseOneTimeCode,
  'POST /magiclink': refuseOneTimeCode,
  'POST /recover': recover,
  'POST /verify': verify,
  'GET /user/identities/authorize': refuseLinking,
  'DELETE /user/identities/:id': refuseLinking,
  'GET /admin/users/:id': getUserById,
  'DELETE /admin/users/:id': deleteUser,
};

/** These work without an API key: a browser comes by redirect, a verifier by plain link. */
const openRoutes = new Set(['GET /authorize', 'GET /callback', 'GET /.well-known/jwks.json', 'GET /health']);

/** Answers a request below /auth/v1, or `undefined` when it is not covered. */
export async function answerAuth(
  request: Request,
  caller: Caller,
  context: AuthContext,
): Promise<Response | undefined> {
  const url = new URL(request.url);
  const path = url.pathname.slice('/auth/v1'.length);
  const id = /^(\/admin\/users|\/user\/identities)\/([^/]+)$/.exec(path);
  const plain = `${request.method} ${path}`;
  const name = routes[plain] || !id ? plain : `${request.method} ${id[1]}/:id`;
  const handle = routes[name];
  if (!handle) return undefined;
  try {
    if (!openRoutes.has(name)) requireKey(caller);
    return await handle({ request, url, caller, id: id?.[2] }, context);
  } catch (error) {
    if (error instanceof AuthError) return answerAuthError(error, request);
    throw error;
  }
}

/** The gateway in front of GoTrue asks for a known key (its words are the hosted gateway's). */
function requireKey(caller: Caller): void {
  if (!caller.hasKey) throw new AuthError(401, 'no_api_key', 'No API key found in request');
  if (!caller.keyRole) throw new AuthError(401, 'invalid_api_key', 'Invalid API key');
}
