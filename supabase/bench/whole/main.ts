import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectControl } from '../../../bot/simulator/control.ts';
import { runPart } from '../../start/run-part.ts';
import { parseStartEnvironment } from '../../start/start-environment.ts';
import { startStack } from '../../start/start-stack.ts';
import { buildDesk } from '../../start/build-part.ts';
import { FIRST_PAGE_LIMIT, measureFirstPages } from '../../../web/tests/bundle-size.ts';
import { measureIngest } from './measure-ingest.ts';
import { measureLoop } from './measure-loop.ts';
import { measureOpening } from './measure-opening.ts';
import { report, type Row } from '../report.ts';

// npm run bench: the whole running stack, beside the least that each way could cost. `npm run bench -- 100` takes fewer samples.
const guild = '1180000000000000001';
const samples = Number(process.argv[2] ?? 500);
const folder = await mkdtemp(join(tmpdir(), 'ticketflow-bench-'));
let readyLine = '';
const stack = await startStack({
  folder,
  environment: parseStartEnvironment({}),
  hasFreePorts: true,
  without: ['desk'],
  say: (line) => console.log(line),
  log: (part, line) => {
    if (part === 'bot' && line.includes('"msg":"ready"')) readyLine = line;
    if (part === 'bot' && /"level":(40|50|60)/.test(line)) console.log(line);
  },
});
const { info } = stack;
const discord = connectControl(info.discordControlUrl!);
let barePart: Awaited<ReturnType<typeof runPart>> | null = null;
try {
  // Discord's own limits would be what is measured: 5 messages in 5 s a channel.
  await discord.changeSettings({ rateLimits: { enabled: false } });
  let bareReady = '';
  barePart = await runPart({
    name: 'The bare bot',
    file: 'bot/bench/bare-bot.ts',
    arguments: [
      info.discordApiUrl,
      info.discordCdnUrl,
      info.botToken,
      '1180000000000000404',
      '1180000000000000406',
    ],
    env: {},
    isReady: (line) => {
      bareReady = line;
      return line.includes('bare ready');
    },
    log: () => {},
  });
  const bare = JSON.parse(bareReady) as { ms: number; rss: number; panel: string };
  const ours = JSON.parse(readyLine) as { ms: number; rss: number };
  const channels = await discord.channels(guild);
  const channelOf = (number: number) => channels.find(({ name }) => name === `ticket-${number}`)!.id;

  const rows: Row[] = [];
  console.log(`Both ways, ${samples} messages each …`);
  rows.push(...(await measureLoop(info, discord, channelOf(2420), samples)));
  console.log('Opening tickets …');
  rows.push(
    ...(await measureOpening(info, discord, stack.parts.bot!.pid, bare.panel, Math.min(100, samples))),
  );
  console.log(`A burst of ${samples} messages …`);
  rows.push(
    ...(await measureIngest(info, discord, channelOf(2421), stack.parts.bot!.pid, barePart.process, samples)),
  );
  const mb = (bytes: number) => bytes / 2 ** 20;
  rows.push(
    {
      metric: 'start → ready',
      value: ours.ms / 1000,
      unit: 's',
      against: `bare discord.js: ${bare.ms / 1000} s`,
      ratio: ours.ms / bare.ms,
      bar: '≤ 0.8 s',
      holds: ours.ms <= 800,
    },
    {
      metric: 'memory at ready',
      value: mb(ours.rss),
      unit: 'MB',
      against: `bare discord.js: ${mb(bare.rss).toFixed(0)} MB`,
      ratio: ours.rss / bare.rss,
      bar: '≤ 130 MB',
      holds: mb(ours.rss) <= 130,
    },
  );
  await buildDesk((line) => console.log(line));
  for (const { page, bytes } of measureFirstPages())
    rows.push({
      metric: `JavaScript of the first page, ${page}`,
      value: bytes / 1000,
      unit: 'kB gzip',
      bar: `≤ ${FIRST_PAGE_LIMIT / 1000} kB`,
      holds: bytes <= FIRST_PAGE_LIMIT,
    });
  await report('main', rows);
} finally {
  await barePart?.stop();
  await stack.stop();
  await rm(folder, { recursive: true, force: true });
}
