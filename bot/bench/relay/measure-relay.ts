import { setTimeout as wait } from 'node:timers/promises';
import type postgres from 'postgres';
import type { Control, LoggedRequest } from '../../simulator/control.ts';
import type { signInClient } from '../../../supabase/start/sign-in-client.ts';
import { expectCount, percentile, type Row } from '../../../supabase/bench/report.ts';
import type { BenchTicket } from './add-tickets.ts';
import { postReplies } from './post-replies.ts';

type Agent = Awaited<ReturnType<typeof signInClient>>;
type Given = { sql: postgres.Sql; discord: Control; agent: Agent; tickets: BenchTicket[] };

/** What Discord lets a bot do (topics/rate-limits: Global Rate Limit), in requests a second. */
const global = 50;

/** Answers when as many replies of a kind are sent, or throws after a while (ms). */
async function allSent(sql: postgres.Sql, like: string, count: number, patience: number): Promise<void> {
  for (const end = Date.now() + patience; ;) {
    const [row] = await sql<{ n: number }[]>`
      select count(*)::int as n from public.messages where body like ${like} and delivery = 'sent'`;
    if (row!.n === count) return;
    if (Date.now() > end) throw new Error(`${row!.n} of ${count} replies were sent`);
    await wait(100);
  }
}

const isSend = ({ method, route }: LoggedRequest) =>
  method === 'POST' && route === '/webhooks/:webhook/:token';

/** Many channels at once, while members press buttons: the whole bot's pace, its order and fairness, and how it answers meanwhile. */
export async function measureManyChannels({ sql, discord, agent, tickets }: Given): Promise<Row[]> {
  const each = 25;
  const count = tickets.length * each;
  // Every channel has its webhook before it is measured.
  await postReplies(agent, tickets, 1, 'warm');
  await allSent(sql, 'warm %', tickets.length, 60_000);
  const before = (await discord.requests()).at(-1)?.n ?? 0;
  let isOver = false;
  const pressing = pressButtons(discord, () => isOver);
  // Queued first, let go together: what is measured is the relay, not how fast an agent writes.
  await sql`update public.guilds set status = 'unavailable'`;
  await postReplies(agent, tickets, each, 'many');
  await sql`update public.guilds set status = 'active'`;
  await allSent(sql, 'many %', count, 120_000);
  isOver = true;
  const acknowledged = await pressing;
  const requests = await discord.requests(before);
  const sends = requests.filter(isSend);
  expectCount('Sends of many channels', sends.filter(({ status }) => status === 200).length, count);
  const times = sends.map(({ at }) => Date.parse(at));
  const seconds = (times.at(-1)! - times[0]!) / 1000;
  const perSecond = (count - 1) / seconds;
  const shares = new Map<string, number>();
  for (const { path } of sends.slice(0, Math.floor(count / 2))) shares.set(path, (shares.get(path) ?? 0) + 1);
  const counts = [...shares.values(), ...Array<number>(tickets.length - shares.size).fill(0)];
  const jain =
    counts.reduce((sum, x) => sum + x, 0) ** 2 / (counts.length * counts.reduce((sum, x) => sum + x * x, 0));
  const refused = requests.filter(({ status }) => status === 429);
  const disorder = await countDisorder(discord, tickets, 'many', each);
  return [
    {
      metric: `relay over ${tickets.length} channels, ${count} replies`,
      value: perSecond,
      unit: 'requests/s',
      against: `Discord's ${global}/s`,
      ratio: perSecond / global,
      bar: '≥ 0.95×',
      holds: perSecond / global >= 0.95,
    },
    {
      metric: 'answered 429',
      against: refused.map(({ method, route }) => `${method} ${route}`).join(', '),
      value: refused.length,
      unit: 'requests',
      bar: '0',
      holds: refused.length === 0,
    },
    { metric: 'channels out of order', value: disorder, unit: '', bar: '0', holds: disorder === 0 },
    {
      metric: 'fairness among them at half time (Jain)',
      value: jain,
      unit: '',
      bar: '≥ 0.95',
      holds: jain >= 0.95,
    },
    {
      metric: `a button acknowledged meanwhile, p99 (${acknowledged.length})`,
      value: percentile(acknowledged, 0.99),
      unit: 'ms',
      against: `p50 ${percentile(acknowledged, 0.5).toFixed(0)} ms; Discord's 3 s`,
      bar: '≤ 300 ms',
      holds: percentile(acknowledged, 0.99) <= 300,
    },
  ];
}

/** One channel by itself: its own limit is five messages in two seconds by webhook, as its headers say. */
export async function measureOneChannel({ sql, discord, agent, tickets }: Given): Promise<Row[]> {
  const count = 41;
  const before = (await discord.requests()).at(-1)?.n ?? 0;
  await postReplies(agent, tickets.slice(0, 1), count, 'alone');
  await allSent(sql, 'alone %', count, 60_000);
  const requests = await discord.requests(before);
  const times = requests.filter(isSend).map(({ at }) => Date.parse(at));
  const { 'webhook-execute': limit } = (await discord.settings()).rateLimits.buckets;
  const allowed = limit!.count / (limit!.perMs / 1000);
  // From the first send of the first window to the first of the last: whole windows.
  const windows = Math.floor((count - 1) / limit!.count);
  const perSecond = (windows * limit!.count) / ((times[windows * limit!.count]! - times[0]!) / 1000);
  const refused = requests.filter(({ status }) => status === 429);
  return [
    {
      metric: `relay to one channel, ${count} replies`,
      value: perSecond,
      unit: 'requests/s',
      against: `its headers: ${allowed}/s`,
      ratio: perSecond / allowed,
      bar: '≥ 0.95×',
      holds: perSecond / allowed >= 0.95,
    },
    {
      metric: 'answered 429 to it',
      value: refused.length,
      unit: 'requests',
      bar: '0',
      holds: refused.length === 0,
    },
  ];
}

/** A member presses a panel's button again and again; gives how long (ms) each press took to be acknowledged. */
async function pressButtons(discord: Control, isOver: () => boolean): Promise<number[]> {
  const channel = '1180000000000000404';
  const panel = (await discord.messages(channel)).find(({ components }) => components?.length);
  const row = panel?.components?.[0];
  const button = row && 'components' in row ? row.components[0] : undefined;
  if (!panel || !button || !('custom_id' in button)) throw new Error('The panel is not published');
  const times: number[] = [];
  while (!isOver()) {
    const from = performance.now();
    await discord.press({
      as: '1180000000000000208',
      in: channel,
      message: panel.id,
      customId: button.custom_id,
    });
    times.push(performance.now() - from);
    await wait(100);
  }
  return times;
}

async function countDisorder(
  discord: Control,
  tickets: BenchTicket[],
  word: string,
  each: number,
): Promise<number> {
  let disorder = 0;
  for (const { channel } of tickets) {
    const said = (await discord.messages(channel))
      .map(({ content }) => content)
      .filter((text) => text.startsWith(word));
    if (said.join() !== Array.from({ length: each }, (_, n) => `${word} ${n + 1}`).join()) disorder += 1;
  }
  return disorder;
}
