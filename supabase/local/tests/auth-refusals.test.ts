import { afterAll, beforeAll, expect, test } from 'vitest';
import { isLocal, startProject, type Project } from './local-server.ts';

let project: Project;
beforeAll(async () => {
  project = await startProject();
});
afterAll(() => project.finish());

const call = (path: string, init: RequestInit = {}) =>
  fetch(`${project.supabaseUrl}/auth/v1${path}`, {
    redirect: 'manual',
    ...init,
    headers: { apikey: project.publishableKey, 'content-type': 'application/json', ...init.headers },
  });

test('the settings say what a start-up check asks: Discord on, all else off, e-mails confirmed', async () => {
  const settings = (await (await call('/settings')).json()) as Record<string, unknown>;
  expect(settings).toMatchObject({
    external: {
      discord: true,
      email: false,
      phone: false,
      anonymous_users: false,
      github: false,
      google: false,
    },
    disable_signup: false,
    mailer_autoconfirm: false,
    saml_enabled: false,
  });
});

test('sign-up by e-mail, without a name, by magic link and by password are refused', async () => {
  const { auth } = project.client();
  const email = 'mallory@harbor.example';
  expect((await auth.signUp({ email, password: 'long enough to pass' })).error?.code).toBe(
    'email_provider_disabled',
  );
  expect((await auth.signInAnonymously()).error?.code).toBe('anonymous_provider_disabled');
  expect((await auth.signInWithOtp({ email })).error?.code).toBe('email_provider_disabled');
  expect((await auth.signInWithPassword({ email, password: 'x' })).error?.code).toBe(
    'email_provider_disabled',
  );
  expect(await project.sql`select from auth.users where email = ${email}`).toHaveLength(0);
});

test('another provider is refused before anybody is sent anywhere', async () => {
  const challenge = 'c'.repeat(43);
  const answer = await call(
    `/authorize?provider=github&code_challenge=${challenge}&code_challenge_method=s256`,
  );
  expect([answer.status, await answer.json()]).toMatchObject([400, { error_code: 'validation_failed' }]);
});

test.each([
  ['short', 's256'],
  ['c'.repeat(129), 's256'],
  ['c'.repeat(43), ''],
  ['', 's256'],
])('a malformed PKCE challenge is refused: %s %s', async (challenge, method) => {
  const answer = await call(
    `/authorize?provider=discord&code_challenge=${challenge}&code_challenge_method=${method}`,
  );
  expect([answer.status, await answer.json()]).toMatchObject([400, { error_code: 'validation_failed' }]);
});

test('the user is nobody without a token, with a broken one and with one of a user who is gone', async () => {
  expect(await (await call('/user')).json()).toMatchObject({ error_code: 'no_authorization' });
  const broken = await call('/user', { headers: { authorization: 'Bearer not.a.token' } });
  expect([broken.status, await broken.json()]).toMatchObject([403, { error_code: 'bad_jwt' }]);
  const gone = await project.client().auth.getUser(project.tokenFor('00000000-0000-4000-8000-0000000000ff'));
  expect(gone.error?.code).toBe('user_not_found');
});

test('an error has the form that the client asks for by version', async () => {
  const old = await call('/user');
  expect(await old.json()).toMatchObject({
    code: 401,
    error_code: 'no_authorization',
    msg: expect.any(String) as string,
  });
  const current = await call('/user', { headers: { 'x-supabase-api-version': '2024-01-01' } });
  expect(await current.json()).toMatchObject({
    code: 'no_authorization',
    message: expect.any(String) as string,
  });
  expect(current.headers.get('x-sb-error-code')).toBe('no_authorization');
});

test('linking an identity by hand is off', async () => {
  const headers = { authorization: `Bearer ${project.tokenFor('00000000-0000-4000-8000-00000000000a')}` };
  const link = await call('/user/identities/authorize?provider=discord', { headers });
  expect([link.status, await link.json()]).toMatchObject([404, { error_code: 'manual_linking_disabled' }]);
  const unlink = await call('/user/identities/00000000-0000-4000-8000-00000000000a', {
    method: 'DELETE',
    headers,
  });
  expect(unlink.status).toBe(404);
});

test('broken requests for a token are refused with words', async () => {
  const token = (kind: string, body: string) => call(`/token?grant_type=${kind}`, { method: 'POST', body });
  expect(await (await token('pkce', '{}')).json()).toMatchObject({ error_code: 'validation_failed' });
  expect(await (await token('pkce', '{')).json()).toMatchObject({ error_code: 'bad_json' });
  expect((await token('refresh_token', '{}')).status).toBe(400);
  const unknown = await token(
    'pkce',
    JSON.stringify({ auth_code: 'nothing', code_verifier: 'v'.repeat(43) }),
  );
  expect([unknown.status, await unknown.json()]).toMatchObject([404, { error_code: 'flow_state_not_found' }]);
});

test('health and signing keys answer', async () => {
  expect(await (await call('/health')).json()).toMatchObject({ name: 'GoTrue' });
  expect((await (await call('/.well-known/jwks.json')).json()) as object).toHaveProperty('keys');
});

test.runIf(isLocal)('a call without a key, or with an unknown one, is refused', async () => {
  expect((await fetch(`${project.supabaseUrl}/auth/v1/settings`)).status).toBe(401);
  expect((await call('/settings', { headers: { apikey: 'sb_publishable_other' } })).status).toBe(401);
});
