import { DiscordAPIError, RateLimitError, REST, type TextChannel } from 'discord.js';
import { expect, onTestFinished, test } from 'vitest';
import { startSimulator } from '../start-simulator.ts';
import { connect, HARBOR, MARLOWE, rest, start, TAVERN } from './start.ts';

const post = (simulator: Awaited<ReturnType<typeof start>>, channel = TAVERN) =>
  rest(simulator, 'POST', `/channels/${channel}/messages`, { content: 'x' });

test('every answer carries its bucket; the sixth message in five seconds is one too many, in this channel only', async () => {
  const simulator = await start();
  const { body: other } = await rest(simulator, 'POST', `/guilds/${HARBOR}/channels`, { name: 'other' });
  const first = await post(simulator);
  expect(first.headers.get('x-ratelimit-limit')).toBe('5');
  expect(first.headers.get('x-ratelimit-remaining')).toBe('4');
  expect(first.headers.get('x-ratelimit-bucket')).toMatch(/^[0-9a-f]{32}$/);
  expect(Number(first.headers.get('x-ratelimit-reset-after'))).toBeGreaterThan(4);
  expect(Number(first.headers.get('x-ratelimit-reset')) * 1000).toBeGreaterThan(Date.now());
  for (let n = 0; n < 4; n += 1) await post(simulator);
  const sixth = await post(simulator);
  expect(sixth).toMatchObject({
    status: 429,
    body: { message: 'You are being rate limited.', global: false, retry_after: expect.any(Number) },
  });
  expect(sixth.headers.get('x-ratelimit-scope')).toBe('user');
  expect(Number(sixth.headers.get('retry-after'))).toBeGreaterThanOrEqual(4);
  expect((await post(simulator, other.id)).status).toBe(200);
});

test('discord.js waits by the headers and meets no 429', async () => {
  const simulator = await start({
    settings: { rateLimits: { buckets: { 'message-create': { count: 2, perMs: 200 } } } },
  });
  const client = await connect(simulator);
  await Promise.all(
    Array.from({ length: 5 }, (_, n) => (client.channels.cache.get(TAVERN) as TextChannel).send(`${n}`)),
  );
  const requests = (await simulator.control.requests()).filter(
    ({ route }) => route === '/channels/:channel/messages',
  );
  expect(requests.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  expect((await simulator.control.messages(TAVERN)).map(({ content }) => content).join('')).toBe('01234');
});

test('the global limit counts all but interactions', async () => {
  const simulator = await start({ settings: { rateLimits: { global: { count: 3, perMs: 60_000 } } } });
  for (let n = 0; n < 3; n += 1) await rest(simulator, 'GET', '/users/@me');
  const fourth = await rest(simulator, 'GET', '/users/@me');
  expect(fourth).toMatchObject({ status: 429, body: { global: true } });
  expect([fourth.headers.get('x-ratelimit-global'), fourth.headers.get('x-ratelimit-scope')]).toEqual([
    'true',
    'global',
  ]);
  expect(
    (await rest(simulator, 'POST', '/interactions/1180000000000009999/t/callback', { type: 4 })).body.code,
  ).toBe(10062);
});

test('the third rename of a channel in ten minutes is refused though the headers say there is room', async () => {
  const simulator = await start();
  const rename = (name: string) => rest(simulator, 'PATCH', `/channels/${TAVERN}`, { name });
  for (const name of ['one', 'two']) expect((await rename(name)).status).toBe(200);
  const third = await rename('three');
  expect(third).toMatchObject({ status: 429, body: { retry_after: expect.any(Number) } });
  expect(third.body.retry_after).toBeGreaterThan(500);
  expect(third.headers.get('x-ratelimit-scope')).toBe('shared');
  expect(Number(third.headers.get('x-ratelimit-remaining'))).toBeGreaterThan(0);
  expect((await rest(simulator, 'PATCH', `/channels/${TAVERN}`, { nsfw: true })).status).toBe(200);
});

test('a 429 can be forced on one bucket or all, and lifted', async () => {
  const simulator = await start();
  await simulator.control.forceRateLimit('message-create', 60_000);
  const api = new REST({ api: simulator.apiUrl, rejectOnRateLimit: () => true, retries: 0 }).setToken(
    simulator.botToken,
  );
  await expect(api.post(`/channels/${TAVERN}/messages`, { body: { content: 'x' } })).rejects.toBeInstanceOf(
    RateLimitError,
  );
  await simulator.control.clearRateLimits();
  expect((await post(simulator)).status).toBe(200);
  await simulator.control.forceRateLimit('global', 60_000);
  expect((await rest(simulator, 'GET', '/users/@me')).status).toBe(429);
});

test('an answer is lost after its effect, or the request before it', async () => {
  const simulator = await start();
  await simulator.control.failNext({ method: 'POST', path: '/messages', reset: 'after' });
  await expect(post(simulator)).rejects.toThrow();
  expect((await simulator.control.messages(TAVERN)).length).toBe(1);
  await simulator.control.failNext({ method: 'POST', path: '/messages', reset: 'before' });
  await expect(post(simulator)).rejects.toThrow();
  expect((await simulator.control.messages(TAVERN)).length).toBe(1);
  expect((await simulator.control.requests()).map(({ status }) => status)).toEqual([0, 0]);
});

test('the next requests fail with a status, so often as told, only where told, and discord.js tries 5xx again', async () => {
  const simulator = await start();
  const client = await connect(simulator);
  const channel = client.channels.cache.get(TAVERN) as TextChannel;
  await simulator.control.failNext({ path: '/^.channels.*messages$/', status: 500, times: 2 });
  await channel.send('in the end');
  expect((await simulator.control.messages(TAVERN)).length).toBe(1);
  await simulator.control.failNext({
    method: 'POST',
    path: '/messages',
    status: 403,
    body: { code: 50013, message: 'Missing Permissions' },
  });
  await expect(channel.send('no')).rejects.toBeInstanceOf(DiscordAPIError);
  await simulator.control.failNext({ path: '/messages', status: 500 });
  await simulator.control.clearFaults();
  expect((await post(simulator)).status).toBe(200);
});

test('a request can be slow', async () => {
  const simulator = await start();
  await simulator.control.failNext({ path: '/users/@me', delayMs: 150 });
  const began = performance.now();
  expect((await rest(simulator, 'GET', '/users/@me')).status).toBe(200);
  expect(performance.now() - began).toBeGreaterThan(140);
});

test('requests are logged without tokens, and what is not covered answers 501 and is kept', async () => {
  const simulator = await startSimulator(); // the one test in which something is not covered
  onTestFinished(() => simulator.stop());
  await rest(simulator, 'POST', '/webhooks/1180000000000009999/secret', { content: 'x' });
  expect(await simulator.control.requests()).toMatchObject([
    { method: 'POST', path: '/webhooks/1180000000000009999/…', status: 404 },
  ]);
  await simulator.control.clearRequests();
  const missing = await rest(simulator, 'GET', `/guilds/${HARBOR}/bans`);
  expect(missing).toMatchObject({
    status: 501,
    body: { message: `not covered by the simulator: GET /guilds/${HARBOR}/bans` },
  });
  expect(simulator.uncovered()).toEqual([`GET /guilds/${HARBOR}/bans`]);
  expect(await simulator.control.uncovered()).toEqual(simulator.uncovered());
});

test('a body that is no JSON, and one that is too large, are refused', async () => {
  const simulator = await start({ settings: { requestBytes: 1000 } });
  const send = (body: string, type = 'application/json') =>
    fetch(`${simulator.apiUrl}/channels/${TAVERN}/messages`, {
      method: 'POST',
      body,
      headers: { authorization: `Bot ${simulator.botToken}`, 'content-type': type },
    });
  expect(await (await send('{')).json()).toMatchObject({ code: 50109 });
  const large = await send('x'.repeat(2000));
  expect([large.status, (await large.json()).code]).toEqual([413, 40005]);
  expect((await send('x', 'text/plain')).status).toBe(415);
});

test('history is restored with the ids, authors and times it had', async () => {
  const simulator = await start();
  const { control } = simulator;
  await control.restore({
    channels: [{ id: '1180000000000000450', guild_id: HARBOR, name: 'ticket-1' }],
    webhooks: [{ id: '1180000000000000451', channel_id: '1180000000000000450', name: 'Desk' }],
    messages: [
      {
        id: '1180000000000000461',
        channel_id: '1180000000000000450',
        author: { webhook: { id: '1180000000000000451', name: 'Noor' } },
        content: 'second',
        reactions: [{ emoji: '👍', users: [MARLOWE] }],
        edited_timestamp: '2026-01-01T00:00:00.000Z',
        attachments: [
          { filename: 'a.txt', content_type: 'text/plain', base64: Buffer.from('a').toString('base64') },
        ],
      },
      {
        id: '1180000000000000460',
        channel_id: '1180000000000000450',
        author: MARLOWE,
        content: 'first',
        timestamp: '2025-12-31T00:00:00.000Z',
      },
    ],
  });
  const [first, second] = await control.messages('1180000000000000450');
  expect(first).toMatchObject({
    content: 'first',
    timestamp: '2025-12-31T00:00:00.000Z',
    author: { id: MARLOWE },
  });
  expect(second).toMatchObject({
    content: 'second',
    author: { username: 'Noor' },
    webhook_id: '1180000000000000451',
    reactions: [{ count: 1 }],
    edited_timestamp: '2026-01-01T00:00:00.000Z',
  });
  expect(await (await fetch(second!.attachments[0]!.url)).text()).toBe('a');
  expect((await rest(simulator, 'GET', '/channels/1180000000000000450/webhooks')).body).toMatchObject([
    { id: '1180000000000000451', application_id: '1180000000000000900' },
  ]);
});
