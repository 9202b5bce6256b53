import { expect, test } from 'vitest';
import type { Health } from '../src/health/describe-health.ts';
import { eventually } from './eventually.ts';
import { parseMetrics, valueOf } from './parse-metrics.ts';
import { healthAddress } from './run-bot.ts';
import {
  conversation,
  delivered,
  harbor,
  marlowe,
  openTicket,
  reply,
  startDemo,
  theo,
} from './start-demo.ts';

test('/healthz says in words how the bot is, and /metrics what it did, in names and help that Prometheus takes', async () => {
  await using demo = await startDemo(undefined, { isBotStarted: false });
  demo.bot = await demo.start({ HEALTH_PORT: '0' });
  const { discord } = demo;
  const address = await healthAddress(demo.bot);
  const health = async () => {
    const answer = await fetch(`${address}/healthz`);
    return { code: answer.status, ...((await answer.json()) as Health) };
  };
  const metrics = async () => {
    const answer = await fetch(`${address}/metrics`);
    expect(answer.headers.get('content-type')).toContain('text/plain; version=0.0.4');
    return parseMetrics(await answer.text());
  };

  const ticket = await openTicket(demo, marlowe);
  await discord.say({ as: marlowe, in: ticket.channel_id, text: 'my parcel is lost' });
  await delivered(demo, await reply(demo, theo, ticket.id, 'it is found'));
  await eventually('both are there', async () => (await conversation(demo, ticket.id)).length === 2);
  await discord.failNext({
    method: 'POST',
    path: '/webhooks/',
    status: 429,
    headers: { 'retry-after': '1', 'x-ratelimit-scope': 'shared', 'x-ratelimit-reset-after': '1' },
    body: { message: 'wait', retry_after: 0.5, global: false },
  });
  await discord.failNext({
    method: 'POST',
    path: '/webhooks/',
    status: 403,
    body: { message: 'Missing Permissions', code: 50013 },
  });
  await delivered(demo, await reply(demo, theo, ticket.id, 'and refused'), 'failed');

  const well = await eventually('all is well', async () => {
    const said = await health();
    return said.code === 200 && said.words === 'all is well' && said;
  });
  expect(well).toMatchObject({
    status: 'well',
    gateway: 'ready',
    database: 'answers',
    shard: { id: 0, count: 1, state: 'held' },
    catching_up: null,
    timers: { due: 0, late_seconds: 0 },
  });
  expect(Date.now() - Date.parse(well.last_stamp!)).toBeLessThan(120_000);

  const all = await metrics();
  for (const [name, { help }] of all) {
    expect(name).toMatch(/^ticketflow_bot_/);
    expect(help.length).toBeGreaterThan(10);
  }
  const value = (name: string, labels = {}) => valueOf(all, `ticketflow_bot_${name}`, labels);
  expect(value('up')).toBe(1);
  expect(value('gateway_state', { state: 'ready' })).toBe(1);
  expect(value('shard_held')).toBe(1);
  expect(value('database_up')).toBe(1);
  expect(value('ingest_lag_seconds_count')).toBeGreaterThanOrEqual(1);
  expect(value('deliveries_total', { outcome: 'sent' })).toBe(1);
  expect(value('deliveries_total', { outcome: 'failed' })).toBe(1);
  expect(value('delivery_seconds_count')).toBe(1);
  expect(value('outbox_waiting')).toBe(0);
  expect(value('outbox_oldest_seconds')).toBe(0);
  expect(value('timers_due')).toBe(0);
  expect(value('timers_late_seconds')).toBe(0);
  expect(value('discord_requests_total', { client: 'relay', status: '2xx' })).toBeGreaterThan(2);
  expect(value('discord_rate_limited_total', { scope: 'shared' })).toBe(1);
  // The 403. A 429 of scope `shared` does not count.
  expect(value('discord_invalid_requests')).toBe(1);
  expect(value('identifies_left')).toBe(1000);
  expect(value('events_dropped_total')).toBe(0);
  for (const name of ['catch_up_tickets', 'catch_up_tickets_done', 'gateway_ping_seconds'])
    expect(value(name)).toBeGreaterThanOrEqual(0);
  for (const name of ['database_queries_active', 'database_queries_waiting'])
    expect(value(name)).toBeGreaterThanOrEqual(0);
  for (const name of ['nodejs_eventloop_lag_p99_seconds', 'process_resident_memory_bytes'])
    expect(value(name)).toBeGreaterThan(0);

  // What cannot be delivered waits, and shows.
  await discord.failNext({ method: 'POST', path: '/webhooks/', delayMs: 60_000 });
  await reply(demo, theo, ticket.id, 'this one waits');
  await eventually('it is counted', async () => {
    const now = await metrics();
    return (
      valueOf(now, 'ticketflow_bot_outbox_waiting') === 1 &&
      valueOf(now, 'ticketflow_bot_outbox_oldest_seconds') > 0
    );
  });

  // A timer that no bot knows is due and stays so.
  const isDue = `select private.set_timer('${harbor}', null, 'unknown', 'a', private.now() - interval '90 seconds')`;
  await demo.sql.unsafe(isDue);
  const late = await eventually('it is counted', async () => {
    const now = await metrics();
    return (
      valueOf(now, 'ticketflow_bot_timers_due') === 1 && valueOf(now, 'ticketflow_bot_timers_late_seconds')
    );
  });
  expect(late).toBeGreaterThanOrEqual(90);
  expect(late).toBeLessThan(150);
  expect((await health()).timers).toMatchObject({ due: 1 });

  await discord.holdGateway();
  await discord.dropGateway();
  const ill = await eventually('it says what is wrong', async () => {
    const said = await health();
    return said.code === 503 && said;
  });
  expect(ill).toMatchObject({ status: 'ill', words: expect.stringMatching(/^the gateway is \w+$/) });
});
