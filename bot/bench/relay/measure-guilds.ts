import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { harborLights } from '../../simulator/scenarios/harbor-lights.ts';
import { startSimulator } from '../../simulator/start-simulator.ts';
import { startPostgres } from '../../../supabase/local/postgres.ts';
import { prepareDatabase } from '../../../supabase/start/prepare-database.ts';
import { runPart, type Part } from '../../../supabase/start/run-part.ts';
import type { Row } from '../../../supabase/bench/report.ts';

const many = 2000;
const probe = `--import=${new URL('tell-memory.ts', import.meta.url).href}`;

/** What a guild costs in memory, and 2,000 of them at the start, beside bare discord.js that is in the same guilds. */
export async function measureGuilds(): Promise<Row[]> {
  const few = await measure(0);
  const full = await measure(many);
  const perGuild = (side: 'ours' | 'bare') => (full[side].heap - few[side].heap) / many / 1024;
  const more = perGuild('ours') - perGuild('bare');
  return [
    {
      metric: `memory a guild (${many} guilds)`,
      value: more,
      unit: 'KB more',
      against: `${perGuild('ours').toFixed(1)} less the ${perGuild('bare').toFixed(1)} of bare discord.js`,
      bar: '≤ 10 KB',
      holds: more <= 10,
    },
    {
      metric: `start → ready in ${many} guilds`,
      value: (full.ours.ms - full.bare.ms) / 1000,
      unit: 's more',
      against: `${full.ours.ms} ms less the ${full.bare.ms} of bare discord.js’ login`,
      bar: '≤ 1 s',
      holds: full.ours.ms - full.bare.ms <= 1000,
    },
  ];
}

type Side = { ms: number; heap: number };

/** Both bots in the demo's guild and `guilds` more, one after the other. */
async function measure(guilds: number): Promise<{ ours: Side; bare: Side }> {
  const folder = await mkdtemp(join(tmpdir(), 'ticketflow-guilds-'));
  const [harbor] = harborLights.guilds;
  const crowd = Array.from({ length: guilds }, (_, n) => ({
    ...harbor!,
    id: String(1_191_000_000_000_000_000n + (BigInt(n) << 22n)),
    name: `Guild ${n}`,
    roles: [],
    channels: [],
    members: [{ id: harborLights.bot.id }],
  }));
  const simulator = await startSimulator({
    scenario: { ...harborLights, guilds: [...harborLights.guilds, ...crowd] } as typeof harborLights,
    settings: { rateLimits: { enabled: false } as never },
  });
  const server = await startPostgres({ dataDir: join(folder, 'postgres'), isDurable: false });
  try {
    const { botUrl } = await prepareDatabase(server, 'measured');
    const bare = await start('bot/bench/bare-bot.ts', {}, [
      simulator.apiUrl,
      simulator.cdnUrl,
      simulator.botToken,
      '1180000000000000404',
      '1180000000000000406',
    ]);
    const env = {
      DISCORD_TOKEN: simulator.botToken,
      DISCORD_API_URL: simulator.apiUrl,
      DISCORD_CDN_URL: simulator.cdnUrl,
      BOT_DATABASE_URL: botUrl,
    };
    const ours = await start('bot/src/main.ts', env, []);
    return { ours, bare };
  } finally {
    await simulator.stop();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Starts a bot, asks for its memory when it is ready and at rest, and stops it. */
async function start(file: string, env: Record<string, string>, args: string[]): Promise<Side> {
  let line = '';
  const part = await runPart({
    name: 'The bot that is measured',
    file,
    env,
    arguments: args,
    nodeArguments: ['--expose-gc', probe],
    isReady: (said) => {
      line = said;
      return /"msg":"(bare )?ready"/.test(said);
    },
    log: () => {},
  });
  try {
    const { ms } = JSON.parse(line) as { ms: number };
    return { ms, heap: await settledHeap(part) };
  } finally {
    await part.stop();
  }
}

/** Bytes of the heap when they do not fall any more. */
async function settledHeap(part: Part): Promise<number> {
  const ask = () =>
    new Promise<number>((resolve) => {
      part.process.once('message', (heap) => resolve(heap as number));
      part.process.send!('heap');
    });
  let least = await ask();
  for (let same = 0; same < 4;) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    const now = await ask();
    same = now < least * 0.995 ? 0 : same + 1;
    least = Math.min(least, now);
  }
  return least;
}
