import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expectCount, type Row } from '../report.ts';
import { signIn } from './callers.ts';
import { bigAgent, bigGuild, type Database } from './database.ts';
import type { Answer, DesksData, Question } from './desks.ts';
import { openWriter } from './write-changes.ts';

const desks = 500;
const perSecond = 50;
const seconds = 40;

/**
 * 500 desks of one guild while 50 changes a second are recorded there: pokes delivered and pulls made, over all of them. Once with every
 * pull asked of the database, which answers as many as this machine can; and once with answers that take no time, which is the most
 * that the desk's rule can ask for. Throws unless every desk ends level.
 */
export async function measureChanges(database: Database, say: (line: string) => void): Promise<Row[]> {
  const people = [];
  for (let k = 0; k < desks; k += 1) {
    const { token, userId } = await signIn(database, bigAgent(k));
    people.push({ token, userId: userId! });
  }
  const asked = await run(database, people, false, say);
  const instant = await run(database, people, true, say);
  const what = `${desks} desks, ${perSecond} changes/s`;
  return [
    {
      metric: `${what}: deliveries`,
      value: asked.counts.deliveries / asked.seconds,
      unit: '/s',
      against: `${(asked.counts.deliveries / desks).toFixed(1)} a desk in ${asked.seconds.toFixed(1)} s, ${asked.written} changes`,
      bar: '≤ 500/s',
      holds: asked.counts.deliveries / asked.seconds <= 500,
    },
    {
      metric: `${what}: pulls, asked of the database`,
      value: asked.counts.pulls / asked.seconds,
      unit: '/s',
      against: `${asked.counts.late} answers later than 10 s, ${asked.counts.resets} resets, all level ${asked.levelMs.toFixed(0)} ms after the last change`,
      bar: '≤ 600/s',
      holds: asked.counts.pulls / asked.seconds <= 600,
    },
    {
      metric: `${what}: pulls, were every answer instant`,
      value: instant.counts.pulls / instant.seconds,
      unit: '/s',
      against: `${(instant.counts.deliveries / instant.seconds).toFixed(0)} deliveries/s in that run`,
      bar: '≤ 600/s',
      holds: instant.counts.pulls / instant.seconds <= 600,
    },
  ];
}

async function run(
  database: Database,
  people: DesksData['people'],
  isInstant: boolean,
  say: (line: string) => void,
) {
  const { supabaseUrl, publishableKey } = database.stack;
  const changes = new SharedArrayBuffer(4);
  const data: DesksData = {
    project: { supabaseUrl, publishableKey, guild: bigGuild },
    people,
    changes,
    isInstant,
  };
  const worker = new Worker(new URL('./desks.ts', import.meta.url), { workerData: data });
  const failed = new Promise<never>((_, reject) => worker.once('error', reject));
  const hear = async <T extends Answer['type']>(type: T, question?: Question) => {
    const heard = once(worker, 'message') as Promise<[Answer]>;
    if (question) worker.postMessage(question);
    const [answer] = await Promise.race([heard, failed]);
    if (answer.type !== type) throw new Error(`The desks answered ${answer.type}, not ${type}`);
    return answer as Extract<Answer, { type: T }>;
  };
  const writer = await openWriter(database);
  try {
    await hear('ready');
    say(
      `${people.length} desks are open${isInstant ? ', with instant answers' : ''}; ${seconds} s of changes …`,
    );
    const before = (await hear('count', { type: 'count' })).counts;
    const counter = new Int32Array(changes);
    const took = await writer.write(seconds * perSecond, perSecond, () => Atomics.add(counter, 0, 1));
    const after = (await hear('count', { type: 'count' })).counts;
    const from = performance.now();
    const { level } = await hear('level', {
      type: 'level',
      revisions: await writer.revisions(),
      ms: 180_000,
    });
    expectCount('Changes written', Atomics.load(counter, 0), seconds * perSecond);
    expectCount('Desks that ended level', level, people.length);
    const counts = Object.fromEntries(
      Object.entries(after).map(([name, count]) => [name, count - before[name as keyof typeof before]]),
    ) as typeof after;
    return { counts, seconds: took, written: Atomics.load(counter, 0), levelMs: performance.now() - from };
  } finally {
    await hear('closed', { type: 'close' }).catch(() => {});
    await worker.terminate();
    await writer.close();
  }
}
