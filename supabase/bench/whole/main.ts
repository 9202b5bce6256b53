import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectControl } from '../../../bot/simulator/control.ts';
import { parseStartEnvironment } from '../../start/start-environment.ts';
import { startStack } from '../../start/start-stack.ts';
import { buildDesk } from '../../start/build-part.ts';
import { FIRST_PAGE_LIMIT, measureFirstPages } from '../../../web/tests/bundle-size.ts';
import { measureIngest } from './measure-ingest.ts';
import { measureLoop } from './measure-loop.ts';
import { measureOpening } from './measure-opening.ts';
import { measureStart } from './measure-start.ts';
import { runBareBot, type BareBot } from './run-bare-bot.ts';
import { report, type Row } from '../report.ts';

// npm run bench: the whole running stack, beside the least that each way could cost. `npm run bench -- 100` takes fewer samples.
const guild = '1180000000000000001';
const samples = Number(process.argv[2] ?? 500);
const folder = await mkdtemp(join(tmpdir(), 'ticketflow-bench-'));
let readyLine = '';
let caughtUp = Promise.withResolvers<void>();
const stack = await startStack({
  folder,
  environment: parseStartEnvironment({}),
  hasFreePorts: true,
  without: ['desk'],
  say: (line) => console.log(line),
  log: (part, line) => {
    if (part === 'bot' && line.includes('"msg":"ready"')) readyLine = line;
    if (part === 'bot' && line.includes('"msg":"caught up with Discord"')) caughtUp.resolve();
    if (part === 'bot' && /"level":(40|50|60)/.test(line)) console.log(line);
  },
});
const { info } = stack;
const discord = connectControl(info.discordControlUrl!);
let bare: BareBot | null = null;
try {
  // Discord's own limits would be what is measured: 5 messages in 5 s a channel.
  await discord.changeSettings({ rateLimits: { enabled: false } });
  bare = await runBareBot(info);
  const channels = await discord.channels(guild);
  const channelOf = (number: number) => channels.find(({ name }) => name === `ticket-${number}`)!.id;

  const rows: Row[] = [];
  console.log(`Both ways, ${samples} messages each …`);
  rows.push(...(await measureLoop(info, discord, channelOf(2420), samples)));
  console.log('Opening tickets …');
  rows.push(...(await measureOpening(info, discord, stack.parts.bot!.pid, bare, Math.min(200, samples))));
  console.log(`A burst of ${samples} messages …`);
  rows.push(
    ...(await measureIngest(
      info,
      discord,
      channelOf(2421),
      stack.parts.bot!.pid,
      bare.part.process,
      samples,
    )),
  );
  await bare.part.stop();
  console.log('Starting both bots again and again …');
  rows.push(
    ...(await measureStart(stack, async () => {
      caughtUp = Promise.withResolvers();
      const bot = await stack.startBot();
      // Ended while it compares, it would say so as a warning.
      await caughtUp.promise;
      await bot.stop();
      return JSON.parse(readyLine) as { ms: number; rss: number };
    })),
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
  await bare?.part.stop();
  await stack.stop();
  await rm(folder, { recursive: true, force: true });
}
