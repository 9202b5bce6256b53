import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signJwt } from '../../local/jwt.ts';
import { glasshouse, harbor, kestrel, noor, sam, stranger, theo } from '../demo-database.ts';
import { startAttackStack, type Answer, type Attacker, type AttackStack } from './attack-stack.ts';

let stack: AttackStack;
beforeAll(async () => {
  stack = await startAttackStack();
});
afterAll(() => stack[Symbol.asyncDispose]());

const guildsOf = async (one: Attacker) =>
  ((await one.rpc('my_guilds')).json as { id: string }[]).map(({ id }) => id);

/** Everything that somebody without a right sees, by table and by function. */
async function expectNothing(one: Attacker): Promise<void> {
  for (const table of ['guilds', 'tickets', 'messages', 'members', 'categories', 'grants', 'audit_log']) {
    const answer = await one.ask(`/rest/v1/${table}?select=*`, { headers: { prefer: 'count=exact' } });
    expect([table, answer.status >= 400 || answer.text]).toEqual([table, answer.status >= 400 || '[]']);
  }
  const guilds = await one.rpc('my_guilds');
  expect(guilds.status >= 400 || guilds.text).toBe(guilds.status >= 400 || '[]');
}

describe('what a person writes into their own metadata', () => {
  test('updateUser forging provider_id, sub, role and providers changes nothing of what they see', async () => {
    const mallory = await stack.signIn({ id: stranger, username: 'mallory' });
    const forged = {
      provider_id: noor,
      sub: noor,
      role: 'service_role',
      iss: 'https://discord.com/api',
      provider: 'discord',
      providers: ['discord'],
      identities: [{ provider: 'discord', provider_id: noor }],
      amr: [{ method: 'oauth' }],
    };
    const { data, error } = await mallory.client.auth.updateUser({ data: forged });
    expect(error).toBeNull();
    expect(data.user?.user_metadata).toMatchObject({ provider_id: noor });
    // Also in the token that carries the forgery.
    const fresh = await mallory.client.auth.refreshSession();
    const token = fresh.data.session!.access_token;
    await expectNothing(stack.withToken(token));
    const [row] = await stack.sql`select provider_id from auth.identities where user_id = ${mallory.userId}`;
    expect(row?.provider_id).toBe(stranger);
  });

  test('app_metadata is not theirs to write', async () => {
    const mallory = await stack.signIn({ id: stranger, username: 'mallory' });
    const answer = await mallory.ask('/auth/v1/user', {
      method: 'PUT',
      body: JSON.stringify({ app_metadata: { role: 'service_role' }, role: 'service_role', aud: 'admin' }),
    });
    expect([answer.status, answer.json.error_code]).toEqual([403, 'not_admin']);
    const [row] =
      await stack.sql`select role, raw_app_meta_data ->> 'role' as app_role from auth.users where id = ${mallory.userId}`;
    expect(row).toEqual({ role: 'authenticated', app_role: null });
  });
});

describe('a token of another role', () => {
  const claims = (role: string, more: object = {}) => ({
    sub: '00000000-0000-4000-8000-00000000000a',
    role,
    aud: 'authenticated',
    exp: Math.floor(Date.now() / 1000) + 3600,
    ...more,
  });
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');

  /** Refused with 401 at every part of the stack, and no word of what is behind. */
  async function expectRefusedEverywhere(token: string): Promise<void> {
    const one = stack.withToken(token);
    const answers: [string, Answer][] = [
      ['table', await one.ask('/rest/v1/guilds?select=*')],
      ['function', await one.rpc('my_guilds')],
      ['graphql', await one.ask('/graphql/v1', { method: 'POST', body: '{"query":"{a}"}' })],
      ['broadcast', await one.ask('/realtime/v1/api/broadcast', { method: 'POST', body: '{"messages":[]}' })],
    ];
    for (const [name, { status, text }] of answers) {
      expect([name, status]).toEqual([name, 401]);
      expect(text).not.toContain('Harbor');
    }
    const user = await one.ask('/auth/v1/user');
    expect(user.status).toBe(403);
    const file = await one.ask('/storage/v1/object/attachments/x/y/z');
    expect([file.status, file.json.statusCode]).toEqual([400, '403']);
  }

  test.each(['service_role', 'ticketflow_bot', 'postgres', 'authenticated', 'supabase_admin'])(
    'signed by oneself as %s is refused at every door',
    (role) => expectRefusedEverywhere(signJwt(claims(role), 'a secret of my own, long enough to sign with')),
  );

  test.each(['service_role', 'ticketflow_bot', 'postgres', 'authenticated'])(
    'without a signature (alg none) as %s is refused at every door',
    async (role) => {
      await expectRefusedEverywhere(`${encode({ alg: 'none', typ: 'JWT' })}.${encode(claims(role))}.`);
      await expectRefusedEverywhere(`${encode({ alg: 'none', typ: 'JWT' })}.${encode(claims(role))}.x`);
    },
  );

  test('of one’s own session with the role, the subject or the way of signing in changed is refused', async () => {
    const { token } = await stack.signIn(theo);
    const [head, body, signature] = token.split('.') as [string, string, string];
    const own = JSON.parse(Buffer.from(body, 'base64url').toString()) as object;
    for (const change of [
      { role: 'service_role' },
      { sub: '00000000-0000-4000-8000-00000000000b' },
      { exp: 9e9 },
    ])
      await expectRefusedEverywhere(`${head}.${encode({ ...own, ...change })}.${signature}`);
  });

  test('that has expired is refused at every door', () =>
    expectRefusedEverywhere(
      signJwt(claims('authenticated', { exp: Math.floor(Date.now() / 1000) - 1 }), stack.jwtSecret),
    ));

  // Even an attacker who got hold of the signing secret's issuer (a hook, say) reaches no role of the database but the API's own.
  test.each(['ticketflow_bot', 'postgres', 'supabase_admin', 'authenticator', 'supabase_auth_admin'])(
    'well signed as %s runs as nobody',
    async (role) => {
      const one = stack.withToken(signJwt(claims(role), stack.jwtSecret));
      await expectNothing(one);
      expect((await one.rpc('my_guilds')).status).toBe(401);
    },
  );

  test('the publishable key as bearer is anon, who may do nothing', async () => {
    const one = stack.withToken(stack.publishableKey);
    await expectNothing(one);
    expect((await one.rpc('my_guilds')).json).toMatchObject({ code: '42501' });
  });

  test('a made-up secret key opens nothing', async () => {
    const one = stack.withToken(null);
    for (const key of ['sb_secret_guess', 'sb_secret_', 'service_role', ''])
      for (const [header, value] of [
        ['apikey', key],
        ['authorization', `Bearer ${key}`],
      ] as const) {
        const answer = await one.ask('/rest/v1/guilds?select=*', { headers: { [header]: value } });
        expect([key, answer.status]).toEqual([key, 401]);
      }
  });

  test('of an account that was deleted sees nothing from then on, though the token is still good', async () => {
    const one = await stack.signIn({ id: kestrel, username: 'kestrel' });
    expect(await guildsOf(one)).toEqual([glasshouse]);
    await stack.withToken(null).ask(`/auth/v1/admin/users/${one.userId}`, {
      method: 'DELETE',
      body: '{}',
      headers: { apikey: stack.secretKey, authorization: `Bearer ${stack.secretKey}` },
    });
    await expectNothing(one);
  });
});

describe('an account taken over by e-mail', () => {
  const email = 'sam@harbor.example';
  const victim = { id: sam, username: 'sam.adeyemi', email, verified: true };

  test('a second Discord account with the same verified e-mail makes the account nobody’s, for both', async () => {
    const owner = await stack.signIn(victim);
    expect(await guildsOf(owner)).toEqual([harbor]);
    const thief = await stack.signIn({ id: '1180000000000000777', username: 'thief', email, verified: true });
    // Auth links accounts by verified e-mail: one account, two Discord identities.
    expect(thief.userId).toBe(owner.userId);
    await expectNothing(thief);
    await expectNothing(owner);
    // With the intruding identity gone the account is the owner's alone again.
    await stack.sql`delete from auth.identities where provider_id = '1180000000000000777'`;
    expect(await guildsOf(owner)).toEqual([harbor]);
  });

  test('an unverified e-mail links to nobody', async () => {
    await stack.signIn(victim);
    const thief = { id: '1180000000000000778', username: 'thief', email, verified: false };
    await expect(stack.signIn(thief)).rejects.toThrow();
    expect(await stack.sql`select from auth.identities where provider_id = ${thief.id}`).toHaveLength(0);
  });

  test('signing up, one-time codes, magic links and passwords are refused, for known and unknown addresses alike', async () => {
    const nobody = stack.withToken(null).client.auth;
    for (const address of [email, 'unknown@harbor.example']) {
      const answers = [
        await nobody.signUp({ email: address, password: 'long enough to pass' }),
        await nobody.signInWithOtp({ email: address }),
        await nobody.signInWithPassword({ email: address, password: 'long enough to pass' }),
      ];
      expect(answers.map(({ error }) => error?.code)).toEqual(Array(3).fill('email_provider_disabled'));
    }
    expect((await nobody.signInAnonymously()).error?.code).toBe('anonymous_provider_disabled');
  });

  test('a reader of the mailbox gets a session by a forgotten password, and sees nothing with it', async () => {
    const owner = await stack.signIn(victim);
    const thief = stack.withToken(null).client.auth;
    expect(await thief.resetPasswordForEmail('unknown@harbor.example')).toEqual(
      await thief.resetPasswordForEmail(email),
    );
    const [mailed] = await stack.sql`select recovery_token from auth.users where email = ${email}`;
    const { data } = await thief.verifyOtp({
      type: 'recovery',
      token_hash: mailed?.recovery_token as string,
    });
    expect(data.user?.id).toBe(owner.userId);
    await expectNothing(stack.withToken(data.session!.access_token));
    // Nor after a refresh, which keeps how the session was opened.
    const fresh = await thief.refreshSession(data.session!);
    await expectNothing(stack.withToken(fresh.data.session!.access_token));
    expect(await guildsOf(owner)).toEqual([harbor]);
  });

  test('another e-mail for one’s own account is a wish that nothing follows, and never somebody else’s', async () => {
    await stack.signIn(victim);
    const thief = await stack.signIn({ id: stranger, username: 'mallory' });
    expect((await thief.client.auth.updateUser({ email })).error?.code).toBe('email_exists');
    await thief.client.auth.updateUser({ email: 'ines@harbor.example' });
    // The owner of that address signs in for the first time, and does not end up in the thief's account.
    const ines = await stack.signIn({
      id: '1180000000000000103',
      username: 'ines.c',
      email: 'ines@harbor.example',
      verified: true,
    });
    expect(ines.userId).not.toBe(thief.userId);
    expect(await guildsOf(ines)).toEqual([harbor]);
    await expectNothing(thief);
  });

  test('a second Discord identity cannot be linked by hand', async () => {
    const mallory = await stack.signIn({ id: stranger, username: 'mallory' });
    const linked = await mallory.client.auth.linkIdentity({ provider: 'discord' });
    expect(linked.error?.code).toBe('manual_linking_disabled');
  });
});
