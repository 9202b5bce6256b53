import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { harborLights } from '../../simulator/scenarios/harbor-lights.ts';
import { startSimulator } from '../../simulator/start-simulator.ts';
import { startPostgres } from '../../../supabase/local/postgres.ts';
import { prepareDatabase } from '../../../supabase/start/prepare-database.ts';
import { botFile, buildBot } from '../../../supabase/start/build-part.ts';
import { runPart, type Part } from '../../../supabase/start/run-part.ts';
import { percentile, type Row } from '../../../supabase/bench/report.ts';

const many = 2000;
const rounds = 7;
const probe = `--import=${new URL('tell-memory.ts', import.meta.url).href}`;

/** What a guild costs in memory, and 2,000 of them at the start, beside bare discord.js that is in the same guilds. */
export async function measureGuilds(): Promise<Row[]> {
  const few = await measure(0, 1);
  const full = await measure(many, rounds);
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
      metric: `start → ready in ${many} guilds, p50 (${rounds})`,
      value: full.ours.ms,
      unit: 'ms',
      against: `bare discord.js: ${full.bare.ms} ms`,
      ratio: full.ours.ms / full.bare.ms,
      bar: '≤ 1.3×',
      holds: full.ours.ms / full.bare.ms <= 1.3,
    },
  ];
}

type Side = { ms: number; heap: number };

/** Both bots in the demo's guild and `guilds` more, started in turn: the median start of each, and its memory after the last. */
async function measure(guilds: number, times: number): Promise<{ ours: Side; bare: Side }> {
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
    await buildBot((line) => console.log(line));
    const bare = (isLast: boolean) =>
      start('bot/bench/bare-bot.ts', {}, isLast, [
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
    const ours = (isLast: boolean) => start(botFile.built, env, isLast, []);
    const sql = postgres(server.adminUrl('postgres'), { max: 1, onnotice: () => {} });
    const found: { ours: Side[]; bare: Side[] } = { ours: [], bare: [] };
    for (let n = 1; n <= times; n += 1) {
      const sides = [
        async () => found.bare.push(await bare(n === times)),
        async () => {
          // Each of its starts takes the guilds in as the first does.
          await sql`delete from public.guilds where name like 'Guild %'`;
          found.ours.push(await ours(n === times));
        },
      ];
      // Each is first as often as the other.
      for (const side of n % 2 === 0 ? sides : sides.toReversed()) await side();
    }
    await sql.end();
    const median = (side: Side[]): Side => ({
      ms: percentile(
        side.map(({ ms }) => ms),
        0.5,
      ),
      heap: side.at(-1)!.heap,
    });
    return { ours: median(found.ours), bare: median(found.bare) };
  } finally {
    await simulator.stop();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Starts a bot, asks for its memory when it is ready and at rest if it is weighed, and stops it. */
async function start(
  file: string,
  env: Record<string, string>,
  isWeighed: boolean,
  args: string[],
): Promise<Side> {
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
    return { ms, heap: isWeighed ? await settledHeap(part) : Number.NaN };
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
