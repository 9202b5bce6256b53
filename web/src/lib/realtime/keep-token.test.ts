import { expect, test } from 'vitest';
import { keepToken } from './keep-token.ts';

const token = (accessToken: string, expiresAt: number) =>
  new Response(JSON.stringify({ accessToken, expiresAt }), {
    headers: { 'content-type': 'application/json' },
  });

test('questions at the same moment share one request, and a token is kept until it is about to end', async () => {
  let time = 0;
  let asked = 0;
  const read = keepToken({
    fetchSession: () => Promise.resolve(token(`token ${++asked}`, time / 1000 + 3600)),
    now: () => time,
    onEnded: () => {},
  });
  expect(await Promise.all([read(), read()])).toEqual(['token 1', 'token 1']);
  time = 3500 * 1000;
  expect(await read()).toBe('token 1');
  time = 3530 * 1000;
  expect(await read()).toBe('token 2');
});

test('an ended session gives no token and is heard of', async () => {
  let ended = 0;
  const read = keepToken({
    fetchSession: () => Promise.resolve(new Response('{}', { status: 401 })),
    onEnded: () => ended++,
  });
  expect(await read()).toBeNull();
  expect(ended).toBe(1);
});

test('a server that does not answer is no ended session', async () => {
  const read = keepToken({
    fetchSession: () => Promise.resolve(new Response('', { status: 502 })),
    onEnded: () => expect.unreachable(),
  });
  await expect(read()).rejects.toThrow('502');
});
