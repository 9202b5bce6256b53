import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { moveClock } from '../../supabase/tests/move-clock.ts';
import { demoTest } from './demo-test.ts';
import { eventually } from './eventually.ts';
import { endClaims, killWithin } from './kill-within.ts';
import { harbor, marlowe, openTicket, theo, type Demo } from './start-demo.ts';

const test = demoTest({
  prepare: async (demo) => ({ ticket: (await openTicket(demo, marlowe)).id }),
});

type Prepared = Demo & { ticket: string };

/** An agent reserves a path for a file, and no message comes for it. */
async function reserve({ as, ticket }: Prepared): Promise<string> {
  const [row] = await as(
    theo,
    (sql) => sql`select public.reserve_upload(${ticket}, 'a.txt', 1, 'text/plain') ->> 'id' as id`,
  );
  return row!.id as string;
}
const isThere = async ({ sql }: Demo, file: string) =>
  (await sql`select from public.files where id = ${file}`).length === 1;

test('killed with -9 while a timer acts, it has done nothing, and the next one does it', async ({ demo }) => {
  const { sql } = demo;
  const [file, sent] = [await reserve(demo), await reserve(demo)];
  await sql`insert into storage.objects (bucket_id, name, metadata)
    select 'attachments', path, '{"size": 1}' from public.files where id = ${sent}`;
  await demo.as(
    theo,
    (asTheo) => asTheo`select public.add_note(${demo.ticket}, ${randomUUID()}, 'with a file', ${[sent]})`,
  );
  await killWithin(demo, 'fire_drop_upload', `select from public.files where id = '${file}' for update`, () =>
    moveClock(sql, '25 hours'),
  );
  expect(await isThere(demo, file)).toBe(true);
  const [timer] = await sql`select attempts, leased_by from private.timers where key = ${file}`;
  expect(timer).toMatchObject({ attempts: 0, leased_by: expect.any(String) as string });
  await endClaims(demo);
  demo.bot = await demo.start();
  await eventually('the file is gone', async () => !(await isThere(demo, file)));
  expect(await isThere(demo, sent)).toBe(true);
  expect(await sql`select from private.timers where kind = 'drop_upload'`).toHaveLength(0);
  await moveClock(sql, null);
});

test('what became due while no bot was there is done when one comes, and repeated days once', async ({
  demo,
}) => {
  const { sql } = demo;
  await demo.bot.kill();
  const file = await reserve(demo);
  const sweepDue = async () =>
    (await sql`select due_at from private.timers where kind = 'sweep' and guild_id = ${harbor}`)[0]!
      .due_at as Date;
  const before = await sweepDue();
  await moveClock(sql, '9 days');
  await endClaims(demo);
  demo.bot = await demo.start();
  await eventually('the file is gone', async () => !(await isThere(demo, file)));
  const next = await eventually('the next sweep is set', async () => {
    const due = await sweepDue();
    return due > before && due;
  });
  const [now] = await sql`select private.now() as now`;
  // A day from now, and no day that was missed.
  const hours = (next.getTime() - (now!.now as Date).getTime()) / 3_600_000;
  expect(hours).toBeGreaterThan(23);
  expect(hours).toBeLessThan(24.1);
  await eventually('the sweep has ended', async () => {
    const left = await sql`select from private.jobs`;
    return left.length === 0;
  });
  await moveClock(sql, null);
});

test('a timer that cannot act is told of in the log, waits, and holds up no other', async ({ demo }) => {
  const { sql } = demo;
  const file = await reserve(demo);
  await sql`select private.set_timer(${harbor}, null, 'drop_upload', 'no id', private.now())`;
  await sql`update private.timers set due_at = private.now() where key = ${file}`;
  await eventually('the other has acted', async () => !(await isThere(demo, file)));
  await eventually('the one that failed waits', async () => {
    const rows = await sql`select from private.timers
      where key = 'no id' and attempts = 1 and lease_until > clock_timestamp() + interval '20 seconds'`;
    return rows.length === 1;
  });
  const told = demo.bot.lines.filter((line) => line.includes('a timer could not act'));
  expect(told).toHaveLength(1);
  expect(told[0]).toContain('drop_upload');
  await sql`select private.drop_timer(${harbor}, 'drop_upload', 'no id')`;
});
