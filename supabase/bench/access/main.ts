import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { report, type Row } from '../report.ts';
import { asService, signIn } from './callers.ts';
import { bigAgent, checkRoom, openDatabase, openServer, type Database } from './database.ts';
import { measureFilters } from './filters/measure-filters.ts';
import { measureChanges } from './measure-changes.ts';
import { measureIndex } from './measure-index.ts';
import { measurePages } from './measure-pages.ts';
import { measureCategories, measureStranger } from './measure-people.ts';
import { measurePlans } from './measure-plans.ts';
import { readPages } from './pages.ts';
import { openToService } from './service-role.ts';

// npm run bench:access: what the verdict costs at a million tickets. `npm run bench:access -- 20000 50`: so many tickets, so many rounds;
// a third word, `filters`: those alone.
const tickets = Number(process.argv[2] ?? 1_000_000);
const rounds = Number(process.argv[3] ?? 200);
const only = process.argv[4];
const since = performance.now();
const say = (line: string) =>
  console.log(`${((performance.now() - since) / 1000).toFixed(0).padStart(5)} s  ${line}`);

const folder = await mkdtemp(join(tmpdir(), 'ticketflow-bench-access-'));
// However it ends, the disk is given back.
process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
const server = await checkRoom(folder, tickets, say).then(() => openServer(join(folder, 'postgres')));
const open: Database[] = [];
try {
  const small = await openDatabase(server, 'small', { tickets: 10_000, guilds: 10 }, say);
  open.push(small);
  const large = await openDatabase(server, 'large', { tickets, guilds: Math.max(10, tickets / 1000) }, say);
  open.push(large);
  say(`Generated and counted; ${await large.sizeInGiB()} GiB lie on disk.`);
  const [ours, few] = await Promise.all([readSide(large), readSide(small)]);
  const rows: Row[] = [];
  if (only !== 'filters') {
    say(`Pages, ${rounds} rounds each …`);
    rows.push(...(await measurePages(ours, few, rounds)));
    say('Plans …');
    rows.push(...(await measurePlans(large, ours.pages, ours.person.userId!)));
    say('Strangers, and many categories …');
    rows.push(...(await measureStranger(large)), ...(await measureCategories(large, rounds)));
    rows.push(...(await measureChanges(large, say)), ...(await measureIndex(small)));
  }
  say('Filters …');
  // Last: it changes the tickets that the others measure.
  const sides = [ours, few].map((side, n) => ({ ...side, database: [large, small][n]! }));
  rows.push(...(await measureFilters(sides[0]!, sides[1]!, Math.min(rounds, 40), say)));
  await report('access', rows);
} finally {
  for (const database of open) await database.stop();
  await server.stop();
}

/** An agent of the big guild, service_role beside them, and the pages that both are asked for. */
async function readSide(database: Database) {
  const person = await signIn(database, bigAgent(0));
  await openToService(database, person.userId!);
  return { pages: await readPages(database), person, service: asService(database) };
}
