import { Client, DiscordAPIError, REST, Routes } from 'discord.js';
import { expect } from 'vitest';
import { createBotPace } from '../src/discord/pace.ts';
import { readFailure } from '../src/discord/read-failure.ts';
import { createRelayRest } from '../src/discord/relay-rest.ts';
import { createRequestBudget, HeldBack, TokenRefused } from '../src/discord/request-budget.ts';
import { readEnv } from '../src/env.ts';
import { demoTest } from './demo-test.ts';
import { eventually } from './eventually.ts';
import { healthAddress, saying, spawnBot } from './run-bot.ts';
import { getHelp, harbor, startDemo, type Demo } from './start-demo.ts';

const test = demoTest({ start: () => startDemo(undefined, { isBotStarted: false }) });

/** Discord's answer to how many sessions may be begun, once. */
const fewSessions = (demo: Demo, remaining: number) =>
  demo.discord.failNext({
    path: '/gateway/bot',
    status: 200,
    body: {
      url: 'ws://127.0.0.1:1',
      shards: 1,
      session_start_limit: { total: 1000, remaining, reset_after: 2000, max_concurrency: 1 },
    },
  });

test('with few sessions left the bot waits in words until Discord grants new ones, at its start and later, and does not end', async ({
  demo,
}) => {
  const { discord } = demo;
  await fewSessions(demo, 9);
  const bot = spawnBot({ ...demo.env, HEALTH_PORT: '0' });
  try {
    const address = await healthAddress(bot);
    await saying(bot, 'Discord lets this bot begin only 9 more of 1000 sessions');
    expect(await discord.sessions()).toEqual([]);
    const answer = await fetch(`${address}/healthz`);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({
      status: 'waiting',
      words: expect.stringContaining('begin only 9 more of 1000 sessions'),
    });
    await saying(bot, '"msg":"ready"');

    await fewSessions(demo, 8);
    await discord.invalidateSession(false);
    await saying(bot, 'begin only 8 more of 1000 sessions');
    await eventually('a new session is begun', async () => (await fetch(`${address}/healthz`)).ok);
    expect((await discord.sessions()).filter(({ connected }) => connected)).toHaveLength(1);
  } finally {
    bot.process.kill('SIGKILL');
    await bot.exited;
  }
});

/** Two clients under one budget of 20 refusals, as the bot's own are under one of 10,000. */
function clients(demo: Demo, budget: ReturnType<typeof createRequestBudget>, patience: number) {
  const env = readEnv(demo.env);
  const gateway = new REST({
    api: env.DISCORD_API_URL,
    makeRequest: budget.guard('gateway', patience),
  }).setToken(env.DISCORD_TOKEN);
  // Knows no channel, so that all is asked.
  const client = new Client({ intents: [] });
  return { gateway, relay: createRelayRest(env, client, budget, createBotPace()) };
}

const ask = (rest: REST, channel = getHelp) =>
  rest.get(Routes.channel(channel)).catch((error: unknown) => error);
const refuse = (demo: Demo, times: number, status = 403) =>
  demo.discord.failNext({
    path: `/channels/${getHelp}`,
    times,
    status,
    body: { message: 'no', code: status === 403 ? 50013 : 0 },
  });

test('what Discord refuses is counted over both clients: from half of what it takes on requests are few, from nine tenths on there are none but answers to interactions', async ({
  demo,
}) => {
  const { discord } = demo;
  const budget = createRequestBudget({ limit: 20 });
  const { gateway, relay } = clients(demo, budget, 300);
  await refuse(demo, 10);
  for (let n = 0; n < 5; n += 1) {
    expect(await ask(gateway)).toBeInstanceOf(DiscordAPIError);
    expect(await ask(relay)).toBeInstanceOf(DiscordAPIError);
  }
  expect(budget.count()).toBe(10);

  // Five a second, and a third of a second's patience: the first goes, the second waits, the others hear when to come again.
  const channels = (await discord.channels(harbor)).slice(0, 6);
  const few = await Promise.all(channels.map(({ id }) => ask(gateway, id)));
  const held = few.filter((one) => one instanceof HeldBack);
  expect(held).toHaveLength(4);
  expect(readFailure(held[0])).toMatchObject({ state: 'wait', seconds: held[0]!.seconds });
  expect(held[0]!.seconds).toBeGreaterThan(0);

  await refuse(demo, 8);
  await eventually('nine tenths are used', async () => {
    await ask(relay);
    return budget.count() >= 18;
  });
  const before = (await discord.requests()).length;
  expect(await ask(gateway)).toBeInstanceOf(HeldBack);
  expect(await ask(relay)).toBeInstanceOf(HeldBack);
  expect((await discord.requests()).length).toBe(before);
  const callback = Routes.interactionCallback('1180000000000009999', 'token');
  await gateway.post(callback, { auth: false, body: { type: 5 } }).catch(() => {});
  expect((await discord.requests()).at(-1)?.path).toContain('/callback');

  const short = createRequestBudget({ limit: 20, windowMs: 500 });
  await refuse(demo, 1);
  await ask(clients(demo, short, 0).relay);
  expect(short.count()).toBe(1);
  await eventually('its window is over', async () => short.count() === 0);
  await discord.clearFaults();
});

test('a 429 of scope shared is nobody’s fault and does not count', async ({ demo }) => {
  const budget = createRequestBudget({ limit: 20 });
  const { relay } = clients(demo, budget, 0);
  for (const scope of ['shared', 'user'])
    await demo.discord.failNext({
      path: `/channels/${getHelp}`,
      status: 429,
      headers: { 'retry-after': '1', 'x-ratelimit-scope': scope },
      body: { message: 'wait', retry_after: 0.01, global: false },
    });
  await ask(relay);
  expect(budget.count()).toBe(0);
  await eventually('asked again', async () => {
    await ask(relay);
    return budget.count() === 1;
  });
});

test('a refused token is rested and kept, so that one wrong answer ends nothing, and given up after three', async ({
  demo,
}) => {
  let isGivenUp = false;
  const budget = createRequestBudget({ tokenRestMs: 400, onTokenRefused: () => (isGivenUp = true) });
  const { gateway, relay } = clients(demo, budget, 0);
  await refuse(demo, 1, 401);
  const refused = await ask(relay);
  expect(refused).toBeInstanceOf(TokenRefused);
  expect(readFailure(refused)).toMatchObject({ state: 'wait', seconds: 0.4 });
  expect(await ask(gateway)).toBeInstanceOf(HeldBack);
  await eventually('it is taken again', async () => !((await ask(relay)) instanceof Error));
  expect(isGivenUp).toBe(false);

  await refuse(demo, 3, 401);
  await eventually('it is given up', async () => {
    await ask(gateway);
    return isGivenUp;
  });
});
