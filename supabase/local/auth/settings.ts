import { json } from '../http/exchange.ts';
import { AuthError } from './auth-error.ts';
import type { AuthContext, AuthRequest } from './context.ts';
import { readBody } from './grants.ts';

/** Providers that GoTrue lists in its settings (supabase/auth internal/api/settings.go); here all but Discord are off. */
const otherProviders =
  'anonymous_users apple azure bitbucket email facebook figma fly github gitlab google kakao keycloak linkedin linkedin_oidc notion phone slack slack_oidc snapchat spotify twitch twitter workos x zoom'.split(
    ' ',
  );

/** GET /settings: what a start-up check reads. Discord on, everything else off, e-mails confirmed, sign-up by Discord open. */
export async function settings(_: AuthRequest, context: AuthContext): Promise<Response> {
  const off = Object.fromEntries(otherProviders.map((name) => [name, false]));
  const { external, ...others } = (context.settings ?? {}) as { external?: object };
  return json(200, {
    external: { ...off, discord: true, ...external },
    disable_signup: false,
    mailer_autoconfirm: false,
    phone_autoconfirm: false,
    sms_provider: '',
    saml_enabled: false,
    passkeys_enabled: false,
    ...others,
  });
}

/** GET /health */
export async function health(): Promise<Response> {
  return json(200, {
    version: 'local',
    name: 'GoTrue',
    description: 'GoTrue is a user registration and authentication API',
  });
}

/** GET /.well-known/jwks.json: empty, since tokens are signed with the shared secret. */
export async function signingKeys(): Promise<Response> {
  return json(200, { keys: [] });
}

/** POST /signup, with e-mail, phone and anonymous users off. Always throws. */
export async function refuseSignUp({ request }: AuthRequest): Promise<Response> {
  const body = await readBody(request);
  if (body.email) throw new AuthError(400, 'email_provider_disabled', 'Email signups are disabled');
  if (body.phone) throw new AuthError(400, 'phone_provider_disabled', 'Phone signups are disabled');
  throw new AuthError(422, 'anonymous_provider_disabled', 'Anonymous sign-ins are disabled');
}

/** POST /otp and /magiclink, with e-mail and phone off. Always throws. */
export async function refuseOneTimeCode({ request }: AuthRequest): Promise<Response> {
  const body = await readBody(request);
  if (body.phone) throw new AuthError(422, 'phone_provider_disabled', 'Unsupported phone provider');
  throw new AuthError(422, 'email_provider_disabled', 'Email logins are disabled');
}

/** Linking another identity by hand, which is off. Always throws. */
export async function refuseLinking(): Promise<Response> {
  throw new AuthError(404, 'manual_linking_disabled', 'Manual linking is disabled');
}
