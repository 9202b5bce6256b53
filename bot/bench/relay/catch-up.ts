import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { connectControl, type Control } from '../../simulator/control.ts';
import type { SettingsChange } from '../../simulator/settings.ts';
import { runPart, type Part } from '../../../supabase/start/run-part.ts';
import { parseStartEnvironment } from '../../../supabase/start/start-environment.ts';
import { startStack } from '../../../supabase/start/start-stack.ts';
import { expectCount, percentile, type Row } from '../../../supabase/bench/report.ts';
import { channelCount, countStored, forgetMessages, makeMissedTickets, total } from './missed-tickets.ts';

const rounds = 7;

/** As Discord is from afar: its limits, and a round trip of 60 ms. */
const asDiscord: SettingsChange = {
  rateLimits: { enabled: true } as SettingsChange['rateLimits'],
  latencyMs: 60,
};
/** Nothing of Discord's: both keep to their own 48 and 50 requests a second. */
const unlimited: SettingsChange = {
  rateLimits: { enabled: false } as SettingsChange['rateLimits'],
  latencyMs: 0,
};

/**
 * Catching up 10,000 missed messages of 100 tickets, from the bot's ready until all is stored, beside discord.js reading the
 * same pages and dropping them: in turns, in one run, over Discord's limits and under their own alone. Starts a stack of its own.
 */
export async function measureCatchUp(): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'ticketflow-catch-up-'));
  let level: ((ms: number) => void) | null = null;
  const stack = await startStack({
    folder,
    environment: parseStartEnvironment({}),
    hasFreePorts: true,
    without: ['bot', 'desk'],
    say: (line) => console.log(line),
    log: (part, line) => {
      if (part !== 'bot') return;
      if (/"level":(40|50|60)/.test(line)) console.log(line);
      if (line.includes('"msg":"caught up with Discord"')) level?.((JSON.parse(line) as { ms: number }).ms);
    },
  });
  const { info } = stack;
  const sql = postgres(info.databaseUrl!, { max: 1, onnotice: () => {} });
  const discord = connectControl(info.discordControlUrl!);
  const channelIds = await makeMissedTickets(sql, discord);
  const bare = await runPart({
    name: 'The bare reader',
    file: 'bot/bench/relay/bare-reader.ts',
    arguments: [info.discordApiUrl, info.botToken, channelIds.join()],
    env: {},
    isReady: (line) => line === 'bare reader ready',
    log: () => {},
  });
  try {
    const ours = async () => {
      await forgetMessages(sql, channelIds);
      const caughtUp = new Promise<number>((resolve) => (level = resolve));
      const bot = await stack.startBot();
      const ms = await caughtUp;
      await bot.stop();
      expectCount('Messages caught up', await countStored(sql, channelIds), total);
      return ms;
    };
    return [
      ...(await compareSides("over Discord's limits", discord, asDiscord, bare, ours, 1.25)),
      ...(await compareSides(
        'without latency, under their own limits alone',
        discord,
        unlimited,
        bare,
        ours,
        null,
      )),
    ];
  } finally {
    await bare.stop();
    await sql.end();
    await stack.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Medians of both sides, measured in turns. The bar is the most that ours may be, as a multiple of the other. */
async function compareSides(
  words: string,
  discord: Control,
  settings: SettingsChange,
  bare: Part,
  ours: () => Promise<number>,
  bar: number | null,
): Promise<Row[]> {
  await discord.changeSettings(settings);
  const samples: { bare: number[]; ours: number[] } = { bare: [], ours: [] };
  let refused = 0;
  let reads = 0;
  for (let n = 0; n < rounds; n += 1) {
    const sides = [
      async () => {
        await discord.clearRateLimits();
        samples.bare.push(await readBare(bare));
      },
      async () => {
        await discord.clearRateLimits();
        await discord.clearRequests();
        samples.ours.push(await ours());
        const requests = await discord.requests();
        refused = Math.max(refused, requests.filter(({ status }) => status === 429).length);
        reads = requests.filter(({ route }) => route === '/channels/:channel/messages').length;
      },
    ];
    // Each is first as often as the other.
    for (const side of n % 2 === 0 ? sides : sides.toReversed()) await side();
  }
  const [value, against] = [percentile(samples.ours, 0.5), percentile(samples.bare, 0.5)];
  const ratio = value / against;
  return [
    {
      metric: `catching up ${total} messages of ${channelCount} tickets, ${words} (${reads} pages)`,
      value,
      unit: 'ms',
      against: `bare page reads: ${Math.round(against)} ms (median of ${rounds})`,
      ratio,
      ...(bar === null ? {} : { bar: `≤ ${bar}×`, holds: ratio <= bar }),
    },
    ...(bar === null
      ? []
      : [{ metric: 'answers 429 to it', value: refused, unit: '', bar: '0', holds: refused === 0 }]),
  ];
}

async function readBare(bare: Part): Promise<number> {
  const answer = once(bare.process, 'message');
  bare.process.send!('read');
  const [found] = (await answer) as [{ messages: number; pages: number; ms: number }];
  expectCount('Messages that the bare reader read', found.messages, total);
  return found.ms;
}
