import { createServerClient } from '@supabase/ssr';
import { decodeJwtPart } from './decode-jwt.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startDiscordLogin, type DiscordLogin, type DiscordPerson } from './discord-login-server.ts';
import { isLocal, startProject, type Project } from './local-server.ts';

const site = 'http://127.0.0.1:3000';
const marlowe: DiscordPerson = {
  id: '1180000000000000201',
  username: 'marlowe.tide',
  global_name: 'Marlowe',
  avatar: 'a_c0ffee',
  email: 'Marlowe@harbor.example',
  verified: true,
};

// Against an official stack this needs its Discord provider to point at the login server of this file.
describe.runIf(isLocal)('signing in with Discord', () => {
  let discord: DiscordLogin;
  let project: Project;
  beforeAll(async () => {
    discord = await startDiscordLogin();
    project = await startProject('', {
      discord,
      siteUrl: site,
      redirectUrls: ['http://desk.example/**', 'http://*.preview.example/signed-in'],
    });
  });
  afterAll(async () => {
    await project.finish();
    await discord.stop();
  });
  beforeEach(() => discord.signInAs(marlowe));

  /** A server-side client as SvelteKit makes one for a request, with the browser's cookies in a map. */
  function browser(cookies = new Map<string, string>()) {
    const client = createServerClient(project.supabaseUrl, project.publishableKey, {
      cookies: {
        getAll: () => [...cookies].map(([name, value]) => ({ name, value })),
        setAll: (all) => {
          for (const { name, value } of all) {
            if (value) cookies.set(name, value);
            else cookies.delete(name);
          }
        },
      },
    });
    return { client, cookies };
  }

  /** Follows the redirects as a browser would, up to the address that is not ours or Discord's. */
  async function follow(address: string): Promise<URL> {
    for (let at = address; ;) {
      if (!at.startsWith(project.supabaseUrl) && !at.startsWith(discord.url)) return new URL(at);
      const answer = await fetch(at, { redirect: 'manual' });
      expect(answer.status).toBe(302);
      at = answer.headers.get('location') ?? '';
    }
  }

  async function open(redirectTo = `${site}/auth/callback`, one = browser()) {
    const { data, error } = await one.client.auth.signInWithOAuth({
      provider: 'discord',
      options: { redirectTo, skipBrowserRedirect: true },
    });
    expect(error).toBeNull();
    return { ...one, returned: await follow(data.url ?? '') };
  }

  async function signIn(one = browser()) {
    const { returned } = await open(`${site}/auth/callback`, one);
    const { data, error } = await one.client.auth.exchangeCodeForSession(
      returned.searchParams.get('code') ?? '',
    );
    expect(error).toBeNull();
    return { ...one, session: data.session!, user: data.user! };
  }

  test('the whole way leads from the button to a session in cookies', async () => {
    const { cookies, session, user } = await signIn();
    expect(user).toMatchObject({
      aud: 'authenticated',
      role: 'authenticated',
      email: 'marlowe@harbor.example',
      app_metadata: { provider: 'discord', providers: ['discord'] },
    });
    expect(session).toMatchObject({ token_type: 'bearer', expires_in: 3600 });
    expect(
      [...cookies.keys()].some((name) => name.endsWith('-auth-token') || name.includes('-auth-token.')),
    ).toBe(true);
    const { data } = await browser(cookies).client.auth.getUser();
    expect(data.user?.id).toBe(user.id);
  });

  test('Discord is asked for e-mail and identity, and to come back to this project', async () => {
    await signIn();
    const asked = Object.fromEntries(discord.opened.at(-1) ?? []);
    expect(asked).toMatchObject({
      client_id: discord.clientId,
      response_type: 'code',
      redirect_uri: `${project.supabaseUrl}/auth/v1/callback`,
    });
    expect(asked.scope?.split(' ').sort()).toEqual(['email', 'identify']);
  });

  test('the identity is stored as GoTrue stores it, keyed by the Discord id', async () => {
    const { user } = await signIn();
    const [identity] = await project.sql`select * from auth.identities where user_id = ${user.id}`;
    expect(identity).toMatchObject({
      provider: 'discord',
      provider_id: marlowe.id,
      email: 'marlowe@harbor.example',
    });
    expect(identity?.identity_data).toEqual({
      iss: `${discord.url}/api`,
      sub: marlowe.id,
      name: 'marlowe.tide#0',
      full_name: 'marlowe.tide',
      picture: 'https://cdn.discordapp.com/avatars/1180000000000000201/a_c0ffee.gif',
      avatar_url: 'https://cdn.discordapp.com/avatars/1180000000000000201/a_c0ffee.gif',
      provider_id: marlowe.id,
      custom_claims: { global_name: 'Marlowe' },
      email: 'marlowe@harbor.example',
      email_verified: true,
      phone_verified: false,
    });
    expect(user.user_metadata).toMatchObject({ full_name: 'marlowe.tide', provider_id: marlowe.id });
  });

  test('the access token carries the claims that policies and clients read', async () => {
    const { session, user } = await signIn();
    expect(decodeJwtPart(session.access_token, 1)).toMatchObject({
      iss: `${project.supabaseUrl}/auth/v1`,
      sub: user.id,
      aud: 'authenticated',
      role: 'authenticated',
      aal: 'aal1',
      amr: [{ method: 'oauth' }],
      email: 'marlowe@harbor.example',
      app_metadata: { provider: 'discord' },
      user_metadata: { full_name: 'marlowe.tide' },
      is_anonymous: false,
      session_id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
    });
  });

  test('signing in again is the same user, with what Discord now says of them', async () => {
    const first = await signIn();
    discord.signInAs({ ...marlowe, username: 'marlowe.renamed' });
    const second = await signIn();
    expect(second.user.id).toBe(first.user.id);
    expect(second.user.user_metadata.full_name).toBe('marlowe.renamed');
    expect(second.user.identities).toHaveLength(1);
  });

  test('somebody without an e-mail can sign in', async () => {
    discord.signInAs({ id: '1180000000000000202', username: 'kestrel', email: null });
    const { user } = await signIn();
    expect(user.email).toBe('');
    expect(user.identities?.[0]).toMatchObject({ provider: 'discord', id: '1180000000000000202' });
  });

  test('an e-mail that Discord has not verified is turned away at the site, with words', async () => {
    discord.signInAs({
      id: '1180000000000000203',
      username: 'salty.bea',
      email: 'bea@harbor.example',
      verified: false,
    });
    const { returned } = await open();
    expect(returned.origin).toBe(site);
    expect(returned.searchParams.get('error_code')).toBe('provider_email_needs_verification');
    expect(
      await project.sql`select from auth.identities where provider_id = '1180000000000000203'`,
    ).toHaveLength(0);
  });

  test('a login that the database refuses to save is turned away at the site, and leaves nothing', async () => {
    await project.sql.unsafe(`
      create function public.contract_refuse() returns trigger language plpgsql as $$ begin raise 'no more'; end $$;
      create trigger contract_refuse before insert on auth.users for each row execute function public.contract_refuse()`);
    discord.signInAs({
      id: '1180000000000000206',
      username: 'rookery',
      email: 'r@harbor.example',
      verified: true,
    });
    const { returned } = await open();
    await project.sql.unsafe(
      'drop trigger contract_refuse on auth.users; drop function public.contract_refuse()',
    );
    expect(returned.searchParams.get('error_description')).toBe('Database error saving new user');
    expect(
      await project.sql`select from auth.identities where provider_id = '1180000000000000206'`,
    ).toHaveLength(0);
  });

  test('two Discord accounts with one verified e-mail become one user with two identities', async () => {
    const email = 'shared@harbor.example';
    discord.signInAs({ id: '1180000000000000204', username: 'quietstorm', email, verified: true });
    const first = await signIn();
    discord.signInAs({ id: '1180000000000000205', username: 'moth.wing', email, verified: true });
    const second = await signIn();
    expect(second.user.id).toBe(first.user.id);
    expect(second.user.identities?.map(({ id }) => id).sort()).toEqual([
      '1180000000000000204',
      '1180000000000000205',
    ]);
  });

  test('declining on the page of Discord returns to the site with the reason in query and fragment', async () => {
    discord.signInAs(null);
    const { returned } = await open();
    expect(`${returned.origin}${returned.pathname}`).toBe(`${site}/auth/callback`);
    expect(returned.searchParams.get('error')).toBe('access_denied');
    expect(new URLSearchParams(returned.hash.slice(1)).get('error')).toBe('access_denied');
    expect(returned.searchParams.has('code')).toBe(false);
  });

  test.each([
    ['http://desk.example/auth/callback?next=/inbox', 'http://desk.example'],
    ['http://one.preview.example/signed-in', 'http://one.preview.example'],
    ['http://one.two.preview.example/signed-in', site],
    ['http://evil.example/auth/callback', site],
    ['http://desk.example.evil.example/auth', site],
    ['javascript:alert(1)', site],
  ])('a login that wants to return to %s returns to %s', async (wanted, origin) => {
    const { returned } = await open(wanted);
    expect(returned.origin).toBe(origin);
    expect(returned.searchParams.get('code')).toBeTruthy();
  });

  test('a code is good once, and only for the browser that began', async () => {
    const { returned, client } = await open();
    const code = returned.searchParams.get('code') ?? '';
    const stranger = browser();
    await open(site, stranger);
    expect((await stranger.client.auth.exchangeCodeForSession(code)).error?.code).toBe('bad_code_verifier');
    expect((await client.auth.exchangeCodeForSession(code)).error).toBeNull();
    const again = await open(site);
    expect((await again.client.auth.exchangeCodeForSession(code)).error?.code).toBe('flow_state_not_found');
  });

  test('a state that is unknown, used or older than five minutes is refused', async () => {
    const callback = (state: string) =>
      follow(`${project.supabaseUrl}/auth/v1/callback?code=code-0&state=${state}`);
    expect((await callback('nonsense')).searchParams.get('error_code')).toBe('bad_oauth_state');
    await open();
    const used = discord.opened.at(-1)?.get('state') ?? '';
    expect((await callback(used)).searchParams.get('error_code')).toBe('bad_oauth_state');
    await project.sql`update auth.flow_state set user_id = null, created_at = now() - interval '6 minutes'`;
    expect((await callback(used)).searchParams.get('error_code')).toBe('bad_oauth_state');
  });

  test('a refreshed session has new tokens, and the old refresh token ends it when it comes late', async () => {
    const { client, session } = await signIn();
    const { data } = await client.auth.refreshSession();
    expect(data.session?.refresh_token).not.toBe(session.refresh_token);
    const refresh = (token: string) =>
      fetch(`${project.supabaseUrl}/auth/v1/token?grant_type=refresh_token`, {
        method: 'POST',
        headers: { apikey: project.publishableKey, 'content-type': 'application/json' },
        body: JSON.stringify({ refresh_token: token }),
      });
    const racing = (await (await refresh(session.refresh_token)).json()) as { refresh_token: string };
    expect(racing.refresh_token).toBe(data.session?.refresh_token);
    await project.sql`
      update auth.refresh_tokens set updated_at = now() - interval '1 minute' where token = ${session.refresh_token}`;
    const late = await refresh(session.refresh_token);
    expect([late.status, await late.json()]).toMatchObject([
      400,
      { error_code: 'refresh_token_already_used' },
    ]);
    expect((await refresh(racing.refresh_token)).status).toBe(400);
    expect(await (await refresh('unknown')).json()).toMatchObject({ error_code: 'refresh_token_not_found' });
  });

  test('signing out ends the session in the database: the token no longer names a user, nor can it be refreshed', async () => {
    const { client, session } = await signIn();
    expect((await client.auth.signOut({ scope: 'local' })).error).toBeNull();
    const other = project.client();
    expect((await other.auth.getUser(session.access_token)).error).toMatchObject({
      name: 'AuthSessionMissingError',
    });
    expect((await other.auth.refreshSession(session)).error?.code).toBe('refresh_token_not_found');
  });

  test('signing out everywhere ends the other browsers, signing out the others spares this one', async () => {
    const [here, there] = [await signIn(), await signIn()];
    expect((await here.client.auth.signOut({ scope: 'others' })).error).toBeNull();
    expect((await project.client().auth.getUser(there.session.access_token)).error?.name).toBe(
      'AuthSessionMissingError',
    );
    expect((await project.client().auth.getUser(here.session.access_token)).error).toBeNull();
    const third = await signIn();
    expect((await here.client.auth.signOut({ scope: 'global' })).error).toBeNull();
    expect((await project.client().auth.getUser(third.session.access_token)).error?.name).toBe(
      'AuthSessionMissingError',
    );
  });

  test('a user may edit their metadata, which touches neither their identities nor their app metadata', async () => {
    const { client, user } = await signIn();
    const { data, error } = await client.auth.updateUser({
      data: {
        full_name: 'Noor Haddad',
        provider_id: '1180000000000000101',
        sub: '1180000000000000101',
        theme: 'dark',
      },
    });
    expect(error).toBeNull();
    expect(data.user?.user_metadata).toMatchObject({ full_name: 'Noor Haddad', theme: 'dark' });
    expect(data.user?.app_metadata).toEqual(user.app_metadata);
    const identities = await project.sql`select provider_id from auth.identities where user_id = ${user.id}`;
    expect([...identities]).toEqual([{ provider_id: marlowe.id }]);
    const { data: less } = await client.auth.updateUser({ data: { theme: null } });
    expect(less.user?.user_metadata).not.toHaveProperty('theme');
  });

  test('another e-mail is a wish until both mailboxes confirm it, and never somebody else’s', async () => {
    const { client, user } = await signIn();
    expect((await client.auth.updateUser({ email: 'new@harbor.example' })).error).toBeNull();
    const [row] = await project.sql`select email, email_change from auth.users where id = ${user.id}`;
    expect(row).toEqual({ email: user.email, email_change: 'new@harbor.example' });
    discord.signInAs({
      id: '1180000000000000209',
      username: 'other',
      email: 'taken@harbor.example',
      verified: true,
    });
    await signIn();
    const taken = await client.auth.updateUser({ email: 'taken@harbor.example' });
    expect(taken.error?.code).toBe('email_exists');
  });

  test('a forgotten password is mailed for, told of to nobody, and opens one session that says how it was opened', async () => {
    const { client, user } = await signIn();
    expect((await client.auth.resetPasswordForEmail('nobody@harbor.example')).error).toBeNull();
    expect((await client.auth.resetPasswordForEmail(user.email!)).error).toBeNull();
    const [row] = await project.sql`select recovery_token from auth.users where id = ${user.id}`;
    const mailed = { type: 'recovery', token_hash: row?.recovery_token as string } as const;
    const { data, error } = await project.client().auth.verifyOtp(mailed);
    expect(error).toBeNull();
    expect(decodeJwtPart(data.session!.access_token, 1)).toMatchObject({
      sub: user.id,
      amr: [{ method: 'otp' }],
    });
    expect((await project.client().auth.verifyOtp(mailed)).error?.code).toBe('otp_expired');
  });

  test('the secret key reads and deletes a user, with everything that is theirs; nobody else can', async () => {
    discord.signInAs({
      id: '1180000000000000208',
      username: 'juniper',
      email: 'juniper@harbor.example',
      verified: true,
    });
    const { client, user, session } = await signIn();
    expect((await client.auth.admin.getUserById(user.id)).error?.code).toBe('not_admin');
    expect((await client.auth.admin.deleteUser(user.id)).error?.code).toBe('not_admin');
    const admin = project.service().auth.admin;
    expect((await admin.getUserById(user.id)).data.user?.email).toBe('juniper@harbor.example');
    expect((await admin.deleteUser(user.id)).error).toBeNull();
    expect((await admin.getUserById(user.id)).error?.code).toBe('user_not_found');
    expect((await project.client().auth.getUser(session.access_token)).error?.code).toBe('user_not_found');
    const left = await project.sql`
      select from auth.identities where user_id = ${user.id}
      union all select from auth.sessions where user_id = ${user.id}
      union all select from auth.refresh_tokens where user_id = ${user.id}`;
    expect(left).toHaveLength(0);
  });
});
