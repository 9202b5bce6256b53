import { parseMetrics, valueOf } from '../../bot/tests/parse-metrics.ts';
import { startDesk } from './start-desk.ts';
import { expect, guild, marlowe, noor, said, test } from './demo.ts';

const scrape = async (url: string, token?: string) =>
  fetch(`${url}/metrics`, { headers: token ? { authorization: `Bearer ${token}` } : {} });

test('the desk says how it is, and with the token what it did; so does the bot', async ({ stack }) => {
  const { webUrl, metricsToken, botHealthUrl } = stack.info;
  const health = await fetch(`${webUrl}/healthz`);
  expect({ status: health.status, ...((await health.json()) as object) }).toEqual({
    status: 'well',
    words: 'all is well',
    auth: 'answers',
    data_api: 'answers',
  });
  expect(health.status).toBe(200);

  expect((await scrape(webUrl)).status).toBe(401);
  expect((await scrape(webUrl, `${metricsToken}x`)).status).toBe(401);
  await fetch(`${webUrl}/sign-in`);
  await fetch(`${webUrl}/nowhere`);
  const answer = await scrape(webUrl, metricsToken);
  expect(answer.headers.get('content-type')).toContain('text/plain; version=0.0.4');
  const all = parseMetrics(await answer.text());
  for (const [name, { help }] of all) {
    expect(name).toMatch(/^ticketflow_desk_/);
    expect(help.length).toBeGreaterThan(10);
  }
  const value = (name: string, labels = {}) => valueOf(all, `ticketflow_desk_${name}`, labels);
  expect(value('requests_total', { route: '/sign-in', status: '2xx' })).toBeGreaterThanOrEqual(1);
  expect(value('requests_total', { route: 'none', status: '4xx' })).toBeGreaterThanOrEqual(1);
  expect(value('request_seconds_count', { route: '/sign-in' })).toBeGreaterThanOrEqual(1);
  for (const upstream of ['auth', 'data_api']) expect(value('upstream_up', { upstream })).toBe(1);
  expect(value('nodejs_eventloop_lag_p99_seconds')).toBeGreaterThan(0);
  expect(value('process_resident_memory_bytes')).toBeGreaterThan(0);

  expect((await fetch(`${botHealthUrl}/healthz`)).status).toBe(200);
  expect(parseMetrics(await (await fetch(`${botHealthUrl}/metrics`)).text()).size).toBeGreaterThan(20);
});

test('a desk whose Supabase is away says so, and without a token there are no metrics', async () => {
  const desk = await startDesk({
    // Nobody listens at "discard".
    PUBLIC_SUPABASE_URL: 'http://127.0.0.1:9',
    PUBLIC_SUPABASE_PUBLISHABLE_KEY: 'sb_publishable_desk',
  });
  const health = await fetch(`${desk.url}/healthz`);
  expect(health.status).toBe(503);
  expect(await health.json()).toMatchObject({
    status: 'ill',
    words: 'Auth and the Data API do not answer',
  });
  expect((await scrape(desk.url, 'undefined')).status).toBe(404);
  await desk.stop();
});

test('what bot and desk log of a conversation holds no name, no word of it, no token, and of the desk no address', async ({
  stack,
  deskOf,
  discord,
}) => {
  const from = said.length;
  const words = 'the tide took my umbrella';
  const answered = 'we fish for umbrellas';
  const desk = await deskOf(noor);
  await desk.goto(`${stack.info.webUrl}/g/${guild}/t/2418`);
  const channel = (await discord.channels(guild)).find(({ name }) => name === 'ticket-2418')!;
  await discord.say({ as: marlowe.id, in: channel.id, text: words });
  await expect(desk.getByRole('log').getByText(words)).toBeVisible();
  await desk.getByRole('textbox', { name: /reply/i }).fill(answered);
  await desk.keyboard.press('Control+Enter');
  await expect
    .poll(async () => (await discord.messages(channel.id)).some(({ content }) => content === answered))
    .toBe(true);
  // What cannot be answered is logged too.
  await fetch(`${stack.info.webUrl}/g/${guild}/t/2418?q=umbrella`);
  await fetch(`${stack.info.webUrl}/nowhere/${guild}`);

  const lines = said.slice(from);
  const ofDesk = lines.filter((line) => line.startsWith('desk: '));
  const answers = ofDesk.map((line) => JSON.parse(line.slice('desk: '.length)) as Record<string, unknown>);
  expect(answers).toContainEqual({
    level: 30,
    time: expect.any(String),
    request: expect.stringMatching(/^[0-9a-f-]{36}$/),
    route: '/g/[guild=snowflake]/(inbox)/t/[number=number]',
    method: 'GET',
    status: 200,
    ms: expect.any(Number),
    msg: 'answered',
  });
  const { people } = await discord.state();
  const names = people.flatMap(({ username, global_name }) => [username, global_name]);
  const { botToken, secretKey, publishableKey, metricsToken } = stack.info;
  const all = lines.filter((line) => /^(bot|desk): /.test(line)).join('\n');
  for (const secret of [botToken, secretKey, publishableKey, metricsToken, 'eyJ', 'umbrella'])
    expect(all).not.toContain(secret);
  for (const name of names)
    if (name)
      expect(all).not.toMatch(
        new RegExp(`(?<![\\w.-])${name.replaceAll(/[^\p{L}\p{N} ]/gu, '.')}(?![\\w.-])`),
      );
  expect(ofDesk.join('\n')).not.toMatch(/\d{17,20}|2418|\?/);
});
