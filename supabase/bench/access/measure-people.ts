import { percentile, type Row } from '../report.ts';
import { asService, signIn, type Caller, type Request } from './callers.ts';
import { agentOf, busyRequester, guildId, stranger, type Database } from './database.ts';
import { actAs } from './plans.ts';

const strangersRounds = 40;

/**
 * Somebody who belongs nowhere asks for everything, counted exactly: nothing comes. Beside it service_role asks for the rows that one
 * plain condition opens, which none meets: the least that reading the whole table and finding nothing can cost.
 */
export async function measureStranger(database: Database): Promise<Row[]> {
  const person = await signIn(database, stranger);
  const service = asService(database);
  const rows: Row[] = [];
  for (const [table, columns, nothing] of [
    ['tickets', '*', 'subject=eq.none has this'],
    ['ticket_heads', '*', 'said_in=eq.-1'],
    ['messages', '*', 'body=eq.none has this'],
    ['people', 'id,username,display_name', 'display_name=eq.none has this'],
  ]) {
    const path = `${table}?select=${columns}`;
    const ask = async (caller: Caller, where: string) => {
      const answer = await caller.ask({
        method: 'GET',
        path: path + where,
        headers: { prefer: 'count=exact' },
      });
      const count = answer.headers.get('content-range');
      if ((answer.rows as unknown[]).length > 0 || !count?.endsWith('/0'))
        throw new Error(`${path}${where} told of rows: ${count}`);
      return answer.ms;
    };
    const [theirs, bare]: [number[], number[]] = [[], []];
    for (let round = -4; round < strangersRounds; round += 1) {
      const sides = [
        async () => theirs.push(await ask(person, '')),
        async () => bare.push(await ask(service, `&${nothing}`)),
      ];
      for (const side of round % 2 === 0 ? sides : sides.toReversed()) await side();
    }
    for (const samples of [theirs, bare]) samples.splice(0, 4);
    for (const share of [0.5, 0.95]) {
      const [value, other] = [percentile(theirs, share), percentile(bare, share)];
      rows.push({
        metric: `a stranger asks for all ${table} with a count: nothing, p${share * 100} (${strangersRounds})`,
        value,
        unit: 'ms',
        against: `service_role, one condition that no row meets: ${other.toFixed(1)} ms`,
        ratio: value / other,
        bar: '≤ 1.5×',
        holds: value / other <= 1.5,
      });
    }
  }
  return rows;
}

/** What the verdict costs with 1, 10 and 200 categories, each granted by name: the inbox of such a guild, and the verdict alone. */
export async function measureCategories(database: Database, rounds: number): Promise<Row[]> {
  const rows: Row[] = [];
  const service = asService(database);
  for (const [n, categories] of [
    [1, 1],
    [2, 10],
    [3, 200],
  ] as const) {
    const person = await signIn(database, agentOf(n));
    const request: Request = {
      method: 'GET',
      path: `tickets?select=id,number,subject,status&guild_id=eq.${guildId(n)}&order=id&limit=50`,
    };
    const [theirs, bare]: [number[], number[]] = [[], []];
    for (let round = -10; round < rounds; round += 1) {
      const asked = await person.ask(request);
      const same = await service.ask(request);
      if ((asked.rows as unknown[]).length !== 50 || (same.rows as unknown[]).length !== 50)
        throw new Error(`A page of guild ${n} is not full`);
      if (round < 0) continue;
      theirs.push(asked.ms);
      bare.push(same.ms);
    }
    const [value, other] = [percentile(theirs, 0.5), percentile(bare, 0.5)];
    rows.push({
      metric: `a page of tickets with ${categories} ${categories === 1 ? 'category' : 'categories'} granted by name, p50 (${rounds})`,
      value,
      unit: 'ms',
      against: `the same select as service_role: ${other.toFixed(2)} ms; the verdict alone ${(await verdictAlone(database, person.userId!)).toFixed(2)} ms`,
      ratio: value / other,
      bar: '≤ 1.5×',
      holds: value / other <= 1.5,
    });
  }
  const busy = await signIn(database, busyRequester);
  const [{ n: asked }] = (await database.sql`select count(*)::integer as n from public.tickets
    where requester_id = ${busyRequester}`) as unknown as [{ n: number }];
  rows.push({
    metric: `the verdict of a requester who asked ${asked} times, alone, p50`,
    value: await verdictAlone(database, busy.userId!),
    unit: 'ms',
  });
  return rows;
}

async function verdictAlone({ sql }: Database, userId: string): Promise<number> {
  return sql.begin('read only', async (transaction) => {
    await actAs(transaction, userId);
    // As the functions take it: their owner asks, for this person.
    await transaction`reset role`;
    const times: number[] = [];
    for (let round = 0; round < 50; round += 1) {
      const from = performance.now();
      await transaction`select private.my_verdict()`;
      times.push(performance.now() - from);
    }
    return percentile(times, 0.5);
  });
}
