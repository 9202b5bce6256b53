import { expect, test } from 'vitest';
import { cacheToken } from './cache-token.ts';

const token = (accessToken: string, expiresAt: number, userId = 'me') =>
  new Response(JSON.stringify({ accessToken, expiresAt, userId }), {
    headers: { 'content-type': 'application/json' },
  });
const unheard = () => expect.unreachable();
const mine = { userId: 'me', onEnded: unheard, onOther: unheard };

test('questions at the same moment share one request, and a token is kept until it is about to end or was refused', async () => {
  let time = 0;
  let asked = 0;
  const read = cacheToken({
    ...mine,
    fetchSession: () => Promise.resolve(token(`token ${++asked}`, time / 1000 + 3600)),
    now: () => time,
  });
  expect(await Promise.all([read(), read()])).toEqual(['token 1', 'token 1']);
  time = 3500 * 1000;
  expect(await read()).toBe('token 1');
  time = 3530 * 1000;
  expect(await read()).toBe('token 2');
  expect(await read(true)).toBe('token 3');
});

test('an ended session gives no token and is heard of', async () => {
  let ended = 0;
  const read = cacheToken({
    ...mine,
    fetchSession: () => Promise.resolve(new Response('{}', { status: 401 })),
    onEnded: () => ended++,
  });
  expect(await read()).toBeNull();
  expect(ended).toBe(1);
});

test('somebody else who has signed in gives no token: nothing of this page goes out under their name', async () => {
  let others = 0;
  const read = cacheToken({
    ...mine,
    fetchSession: () => Promise.resolve(token('theirs', 3600, 'somebody else')),
    now: () => 0,
    onOther: () => others++,
  });
  expect([await read(), await read()]).toEqual([null, null]);
  expect(others).toBe(2);
});

test('a server that does not answer is no ended session, and the token that was kept is used as long as it lasts', async () => {
  let isAway = false;
  const read = cacheToken({
    ...mine,
    fetchSession: () => Promise.resolve(isAway ? new Response('', { status: 503 }) : token('token', 3600)),
    now: () => 0,
  });
  await read();
  isAway = true;
  expect(await read()).toBe('token');
  await expect(read(true)).rejects.toThrow('503');
});
