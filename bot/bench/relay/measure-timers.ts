import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { percentile, type Row } from '../../../supabase/bench/report.ts';
import { startPostgres } from '../../../supabase/local/postgres.ts';
import { prepareDatabase } from '../../../supabase/start/prepare-database.ts';

const guild = '1180000000000000001';
const due = 100_000;
const later = 1_000_000;
const atOnce = 100;
const rounds = 60;

/**
 * Claiming the timers that are due, of as many tickets, while ten times as many wait for later, beside a bare update of as many rows by
 * their ids, in turns; and a look when nothing is due.
 */
export async function measureTimers(): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'ticketflow-timers-'));
  const server = await startPostgres({ dataDir: join(folder, 'postgres'), isDurable: false });
  try {
    const { ownerUrl } = await prepareDatabase(server, 'measured');
    const sql = postgres(ownerUrl, { max: 1, onnotice: () => {} });
    await fill(sql);
    await sql`select private.hold_shard(0, 1, 'measured', null, 3600)`;
    const rows = [await measureClaims(sql), await measureQuietLook(sql)];
    await sql.end();
    return rows;
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function fill(sql: postgres.Sql): Promise<void> {
  await sql`insert into public.tickets (guild_id, number, category_id, requester_id, subject)
    select guild_id, 100000 + n, category_id, requester_id, 'Timed' from generate_series(1, ${due}) n,
      (select * from public.tickets where guild_id = ${guild} limit 1) t`;
  await sql`insert into private.timers (guild_id, ticket_id, kind, key, due_at)
    select guild_id, id, 'measured', 'due:' || number, now() - make_interval(secs => number % 3600)
    from public.tickets where subject = 'Timed'`;
  await sql`insert into private.timers (guild_id, ticket_id, kind, key, due_at)
    select guild_id, id, 'measured', 'later:' || number || ':' || n, now() + make_interval(days => 1, secs => number % 3600 + n)
    from public.tickets, generate_series(1, ${later / due}) n where subject = 'Timed'`;
  await sql`vacuum analyze private.timers, public.tickets, public.ticket_heads`;
}

async function measureClaims(sql: postgres.Sql): Promise<Row> {
  const bare: number[] = [];
  const claims: number[] = [];
  // Those of which the claims come last.
  const ids =
    await sql`select id from private.timers where key like 'due:%' order by due_at desc limit ${rounds * atOnce}`;
  for (let round = 0; round < rounds; round += 1) {
    const some = ids.slice(round * atOnce, (round + 1) * atOnce).map(({ id }) => id as string);
    bare.push(await time(() => sql`update private.timers set attempts = attempts where id = any (${some})`));
    let claimed = 0;
    claims.push(
      await time(async () => {
        claimed = (await sql`select * from private.claim_timers('measured', '{measured}', ${atOnce}, 3600)`)
          .length;
      }),
    );
    if (claimed !== atOnce) throw new Error(`${claimed} timers were claimed instead of ${atOnce}.`);
    // As the bot does: what was claimed is gone when the next are.
    await sql`delete from private.timers where leased_by = 'measured' and due_at <= now()`;
  }
  const [one, other] = [percentile(claims, 0.5), percentile(bare, 0.5)];
  return {
    metric: `claiming ${atOnce} timers of ${due / 1000} k due, ${later / 1_000_000} M later`,
    value: (atOnce / one) * 1000,
    unit: 'a second',
    against: `${Math.round((atOnce / other) * 1000)} a second by a bare update of as many (${one.toFixed(1)} and ${other.toFixed(1)} ms)`,
    ratio: one / other,
    bar: '≤ 4×',
    holds: one / other <= 4,
  };
}

/** What a look reads that finds nothing. */
async function measureQuietLook(sql: postgres.Sql): Promise<Row> {
  await sql`delete from private.timers where due_at <= now()`;
  await sql`vacuum analyze private.timers`;
  const [row] = await sql.unsafe(
    `explain (analyze, buffers, format json) select * from private.claim_timers('measured', '{measured}', ${atOnce}, 20)`,
  );
  const [{ Plan: plan }] = row!['QUERY PLAN'] as [{ Plan: Record<string, number> }];
  const buffers = plan!['Shared Hit Blocks']! + plan!['Shared Read Blocks']!;
  return {
    metric: `a look at ${later / 1_000_000} M timers of which none is due`,
    value: buffers,
    unit: 'buffers',
    against: `${plan!['Actual Total Time']!.toFixed(2)} ms`,
    bar: '≤ 60',
    holds: buffers <= 60,
  };
}

async function time(work: () => PromiseLike<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}
