import type { TicketPage } from '../../../contracts/ticket.ts';
import { percentile, type Row } from '../../report.ts';
import type { Caller } from '../callers.ts';
import { bigGuild, type Database } from '../database.ts';
import { prefixed, rpc } from '../pages.ts';
import { explainAsOwner } from '../plans.ts';
import { arrange, chooseOpen, endChoice } from './arrange.ts';
import { byHand, cases, me, type Case } from './cases.ts';

type Side = { database: Database; person: Caller; service: Caller };
/** What was found of one case, for so many chosen tickets. */
type Found = {
  chosen: string;
  buffers: number;
  byHand: number;
  person: number;
  service: number;
  small: number;
};
const warmUp = 5;

/**
 * Every condition by itself and every built-in view, with none, three, 2 % and all of the open tickets meant: the ids of a page against the
 * owner's own query, and the page as the desk asks it against the same without a verdict, and against the small database.
 */
export async function measureFilters(
  large: Side,
  small: Side,
  rounds: number,
  say: (line: string) => void,
): Promise<Row[]> {
  const [ofLarge, ofSmall] = [await chooseOpen(large.database), await chooseOpen(small.database)];
  const rows: Row[] = [];
  for (const one of cases) {
    const found: Found[] = [];
    for (const share of one.isAlone ? (['all'] as const) : (['none', 'three', '2 %', 'all'] as const)) {
      // A page of the same length on both sides, where there are as many: what a row costs is no matter of size.
      const inLarge = countOf(share, ofLarge);
      const inSmall = Math.max(countOf(share, ofSmall), Math.min(50, inLarge, ofSmall));
      await arrange(large.database, one, inLarge);
      await arrange(small.database, one, inSmall);
      const expect = (open: number, chosen: number) => Math.min(50, one.isOfAll ? open : chosen);
      found.push({
        chosen: share,
        ...(await measureIds(large, one)),
        ...(await measurePage(large, small, one, rounds, [
          expect(ofLarge, inLarge),
          expect(ofSmall, inSmall),
        ])),
      });
    }
    rows.push(...rowsOf(one.name, found));
    say(`${one.name} …`);
  }
  await endChoice(large.database);
  await endChoice(small.database);
  return rows;
}

const countOf = (share: 'none' | 'three' | '2 %' | 'all', open: number) =>
  ({ none: 0, three: 3, '2 %': Math.ceil(open / 50), all: open })[share];

async function measureIds({ database, person }: Side, one: Case): Promise<Pick<Found, 'buffers' | 'byHand'>> {
  const filter = JSON.stringify(one.filter);
  const call = `select private.find_tickets('${bigGuild}', private.my_verdict(), private.read_filter('${filter}', '${me}', now()),
    null, 50, now())`;
  // What a function plans within counts as its execution; by hand it is told apart.
  const ours = await explainAsOwner(database.sql, person.userId!, call);
  const theirs = await explainAsOwner(database.sql, person.userId!, byHand(one, bigGuild));
  return { buffers: ours.buffers, byHand: theirs.buffers + theirs.planningBuffers };
}

async function measurePage(
  large: Side,
  small: Side,
  { name, filter }: Case,
  rounds: number,
  [ofLarge, ofSmall]: [large: number, small: number],
): Promise<Pick<Found, 'person' | 'service' | 'small'>> {
  const args = { guild: bigGuild, filter, after: null, page_size: 50 };
  const asked = rpc('list_tickets', args);
  const bare = rpc('bare_list_tickets', prefixed(args));
  const samples: [number[], number[], number[]] = [[], [], []];
  const ask = async (caller: Caller, request: typeof asked, rows: number, into: number[], round: number) => {
    const { ms, rows: answer } = await caller.ask(request);
    const found = (answer as TicketPage).tickets.length;
    if (found !== rows) throw new Error(`${name}: ${found} rows, expected ${rows}`);
    if (round >= 0) into.push(ms);
  };
  for (let round = -warmUp; round < rounds; round += 1) {
    const asks = [
      () => ask(large.person, asked, ofLarge, samples[0], round),
      () => ask(large.service, bare, ofLarge, samples[1], round),
      () => ask(small.person, asked, ofSmall, samples[2], round),
    ];
    // Each is first as often as the others.
    for (let turn = 0; turn < asks.length; turn += 1) await asks[(round + warmUp + turn) % asks.length]!();
  }
  const [person, service, little] = samples.map((sample) => percentile(sample, 0.5));
  return { person: person!, service: service!, small: little! };
}

/** The worst of a case, and in words all of it. */
function rowsOf(name: string, found: Found[]): Row[] {
  const ratios = (of: (one: Found) => number) =>
    found.map((one) => `${one.chosen}: ${of(one).toFixed(2)}×`).join(', ');
  const worst = (of: (one: Found) => number) => Math.max(...found.map(of));
  const more = worst((one) => one.buffers - one.byHand);
  const toService = (one: Found) => one.person / one.service;
  const toSmall = (one: Found) => one.person / one.small;
  const ms = found.map((one) => `${one.chosen}: ${one.person.toFixed(1)}`).join(', ');
  return [
    {
      metric: `filter ${name}, ids of a page in Postgres: buffers more, at most`,
      value: more,
      unit: 'buffers',
      against: found.map((one) => `${one.chosen}: ${one.buffers} to ${one.byHand} by hand`).join(', '),
      bar: '≤ 40',
      holds: more <= 40,
    },
    {
      metric: `filter ${name}, list_tickets, p50 at most`,
      value: worst((one) => one.person),
      unit: 'ms',
      against: `the same function as service_role, its verdict cut out: ${ratios(toService)} (${ms} ms)`,
      ratio: worst(toService),
      bar: '≤ 1.5×',
      holds: worst(toService) <= 1.5,
    },
    {
      metric: `filter ${name}, list_tickets, by size`,
      value: worst((one) => one.person),
      unit: 'ms',
      against: `an agent of the small database: ${ratios(toSmall)}`,
      ratio: worst(toSmall),
      bar: '≤ 1.3×',
      holds: worst(toSmall) <= 1.3,
    },
  ];
}
