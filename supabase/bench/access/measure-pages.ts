import { percentile, type Row } from '../report.ts';
import type { Caller } from './callers.ts';
import { places, type Page } from './pages.ts';

type Side = { pages: Page[]; person: Caller; service: Caller };
/** Every place once, so that afterwards nobody finds cold what the other has warmed. */
const warmUp = places;

/**
 * Every page as a person and as service_role, and as a person of the small database, in turn: what else the machine does meanwhile
 * hits all of them alike. Throws when a page does not bring its rows.
 */
export async function measurePages(large: Side, small: Side, rounds: number): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [index, page] of large.pages.entries()) {
    const smallPage = small.pages[index]!;
    const [person, service, little]: [number[], number[], number[]] = [[], [], []];
    for (let n = 0; n < warmUp + rounds; n += 1) {
      const asks = [
        async () => person.push(await measure(page, large.person, page.asPerson(n))),
        async () => service.push(await measure(page, large.service, page.asService(n))),
        async () => little.push(await measure(smallPage, small.person, smallPage.asPerson(n))),
      ];
      // Each is first as often as the others.
      for (let turn = 0; turn < asks.length; turn += 1) await asks[(n + turn) % asks.length]!();
    }
    for (const samples of [person, service, little]) samples.splice(0, warmUp);
    rows.push(
      row(page.name, person, page.against, service, 1.5),
      row(`${page.name}, by size`, person, 'an agent of the small database', little, 1.3),
    );
  }
  return rows;
}

async function measure(page: Page, caller: Caller, request: ReturnType<Page['asPerson']>): Promise<number> {
  const { ms, rows } = await caller.ask(request);
  const found = page.rowsOf(rows).length;
  if (found !== page.rows) throw new Error(`${page.name}: ${found} rows, expected ${page.rows}`);
  return ms;
}

function row(metric: string, ours: number[], against: string, theirs: number[], bar: number): Row {
  const [value, other] = [percentile(ours, 0.5), percentile(theirs, 0.5)];
  const ninetyFive = (samples: number[]) => percentile(samples, 0.95).toFixed(1);
  return {
    metric: `${metric}, p50 (${ours.length})`,
    value,
    unit: 'ms',
    against: `${against}: ${other.toFixed(2)} ms (p95 ${ninetyFive(theirs)}, here ${ninetyFive(ours)})`,
    ratio: value / other,
    bar: `≤ ${bar}×`,
    holds: value / other <= bar,
  };
}
