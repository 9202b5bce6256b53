import { expect, test } from 'vitest';
import type { Simulator } from '../start-simulator.ts';
import { HARBOR, id, MARLOWE, NOOR, POCKET, start } from './start.ts';

const BACK = 'http://127.0.0.1:54321/auth/v1/callback';

interface Tokens {
  access_token: string;
  refresh_token: string;
}

const json = async <T>(response: Response) => (await response.json()) as T;

const authorizeUrl = (simulator: Simulator, more: Record<string, string> = {}) =>
  `${simulator.url}/oauth2/authorize?${new URLSearchParams({ client_id: simulator.clientId, response_type: 'code', redirect_uri: BACK, scope: 'identify email guilds', state: 's 1', ...more })}`;

const answer = (url: string, fields: Record<string, string>) =>
  fetch(url, { method: 'POST', redirect: 'manual', body: new URLSearchParams(fields) });

const token = (simulator: Simulator, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(`${simulator.apiUrl}/oauth2/token`, { method: 'POST', headers, body: new URLSearchParams(fields) });

async function codeOf(
  simulator: Simulator,
  person = MARLOWE,
  more: Record<string, string> = {},
): Promise<string> {
  const response = await answer(authorizeUrl(simulator, more), { person, answer: 'authorize' });
  const back = new URL(response.headers.get('location')!);
  expect([response.status, back.origin + back.pathname, back.searchParams.get('state')]).toEqual([
    302,
    BACK,
    's 1',
  ]);
  return back.searchParams.get('code')!;
}

const client = (simulator: Simulator) => ({
  client_id: simulator.clientId,
  client_secret: simulator.clientSecret,
});

test('a person picks who to be, and the application learns who that is', async () => {
  const simulator = await start();
  const page = await (await fetch(authorizeUrl(simulator))).text();
  expect(page).toContain('Marlowe');
  expect(page).toContain('>Authorize</button>');
  const code = await codeOf(simulator);
  const response = await token(simulator, {
    ...client(simulator),
    grant_type: 'authorization_code',
    code,
    redirect_uri: BACK,
  });
  const tokens = await json<Tokens>(response);
  expect(tokens).toMatchObject({
    token_type: 'Bearer',
    expires_in: 604_800,
    scope: 'identify email guilds',
    refresh_token: expect.any(String),
  });
  const me = (path: string) =>
    fetch(`${simulator.apiUrl}${path}`, { headers: { authorization: `Bearer ${tokens.access_token}` } }).then(
      (response) => json<{ id: string; owner: boolean; permissions: string }[]>(response),
    );
  expect(await me('/users/@me')).toMatchObject({
    id: MARLOWE,
    username: 'marlowe.tide',
    email: 'marlowe.tide@people.example',
    verified: true,
  });
  expect(
    (await me('/users/@me/guilds')).map((guild) => [guild.id, guild.owner, typeof guild.permissions]),
  ).toEqual([
    [HARBOR, false, 'string'],
    [id(2), false, 'string'],
    [POCKET, false, 'string'],
  ]);
  expect(await me('/oauth2/@me')).toMatchObject({
    scopes: ['identify', 'email', 'guilds'],
    user: { id: MARLOWE },
  });
  expect(await me(`/users/@me/guilds/${HARBOR}/member`)).toMatchObject({ code: 50026 });
});

test('a code works once, with the same redirect address and the right secret', async () => {
  const simulator = await start();
  const exchange = (code: string, fields = {}, headers = {}) =>
    token(
      simulator,
      { ...client(simulator), grant_type: 'authorization_code', code, redirect_uri: BACK, ...fields },
      headers,
    ).then(async (response) => [response.status, (await json<{ error?: string }>(response)).error]);
  expect(await exchange(await codeOf(simulator), { client_secret: 'wrong' })).toEqual([
    401,
    'invalid_client',
  ]);
  expect(await exchange(await codeOf(simulator), { redirect_uri: `${BACK}/` })).toEqual([
    400,
    'invalid_grant',
  ]);
  const code = await codeOf(simulator);
  const basic = {
    authorization: `Basic ${Buffer.from(`${simulator.clientId}:${simulator.clientSecret}`).toString('base64')}`,
  };
  expect(await exchange(code, { client_id: '', client_secret: '' }, basic)).toEqual([200, undefined]);
  expect(await exchange(code)).toEqual([400, 'invalid_grant']);
  expect(await exchange(code, { grant_type: 'password' })).toEqual([400, 'unsupported_grant_type']);
});

test('a refresh token rotates, and revoking ends the tokens of its grant', async () => {
  const simulator = await start();
  const code = await codeOf(simulator, NOOR, { scope: 'identify guilds.members.read' });
  const first = await json<Tokens>(
    await token(simulator, {
      ...client(simulator),
      grant_type: 'authorization_code',
      code,
      redirect_uri: BACK,
    }),
  );
  const refresh = () =>
    token(simulator, {
      ...client(simulator),
      grant_type: 'refresh_token',
      refresh_token: first.refresh_token,
    });
  const second = await json<Tokens>(await refresh());
  expect(second.access_token).not.toBe(first.access_token);
  expect((await refresh()).status).toBe(400);
  const me = (path: string) =>
    fetch(`${simulator.apiUrl}/v10${path}`, { headers: { authorization: `Bearer ${second.access_token}` } });
  expect(await (await me(`/users/@me/guilds/${HARBOR}/member`)).json()).toMatchObject({ roles: [id(301)] });
  expect((await json<{ email?: string }>(await me('/users/@me'))).email).toBe(undefined);
  await fetch(`${simulator.apiUrl}/oauth2/token/revoke`, {
    method: 'POST',
    body: new URLSearchParams({ ...client(simulator), token: second.access_token }),
  });
  expect((await me('/users/@me')).status).toBe(401);
});

test('prompt=none goes back at once for a remembered person, and asks everyone else', async () => {
  const simulator = await start();
  const url = authorizeUrl(simulator, { prompt: 'none' });
  expect((await fetch(url, { redirect: 'manual' })).status).toBe(200);
  const cookie = (await answer(url, { person: NOOR, answer: 'authorize' })).headers.get('set-cookie')!;
  expect(cookie).toMatch(/HttpOnly/);
  const silent = await fetch(url, { redirect: 'manual', headers: { cookie } });
  expect(new URL(silent.headers.get('location')!).searchParams.get('code')).toBeTruthy();
});

test('cancelling, and asking wrongly, say so', async () => {
  const simulator = await start();
  const cancelled = await answer(authorizeUrl(simulator), { answer: 'cancel' });
  expect(new URL(cancelled.headers.get('location')!).searchParams.get('error')).toBe('access_denied');
  const wrongs: Record<string, string>[] = [
    { client_id: '1' },
    { scope: '' },
    { scope: 'activities.read' },
    { redirect_uri: 'nonsense' },
    { response_type: 'token' },
  ];
  for (const wrong of wrongs) expect((await fetch(authorizeUrl(simulator, wrong))).status).toBe(400);
  expect((await answer(authorizeUrl(simulator), { person: '1', answer: 'authorize' })).status).toBe(400);
});

test('an administrator adds the bot to a guild with the permissions asked for', async () => {
  const simulator = await start();
  const url = authorizeUrl(simulator, {
    scope: 'bot applications.commands',
    permissions: '2048',
    guild_id: POCKET,
  });
  expect((await answer(url, { person: MARLOWE, answer: 'authorize' })).status).toBe(403);
  const back = new URL((await answer(url, { person: NOOR, answer: 'authorize' })).headers.get('location')!);
  expect([back.searchParams.get('guild_id'), back.searchParams.get('permissions')]).toEqual([POCKET, '2048']);
  const pocket = (await simulator.control.state()).guilds.find((guild) => guild.id === POCKET)!;
  expect(pocket.hasBot).toBe(true);
  expect(pocket.roles.map(({ name }) => name)).toContain('Harbor Desk');
});
