import { afterAll, beforeAll, expect, test } from 'vitest';
import * as demo from '../demo-database.ts';
import { readPlans } from '../read-plans.ts';
import type { TestDatabase } from '../test-database.ts';

let database: TestDatabase;
const later = 5000;

/** As much waits for later as a guild after an outage of Discord's may have. */
beforeAll(async () => {
  database = await demo.openDemoDatabase();
  const { sql } = database;
  await sql`select private.hold_shard(0, 1, 'worker', null, 600)`;
  await sql`insert into public.outbox_lanes (lane, guild_id, wake_at)
    select 'later:' || n, ${demo.harbor}, now() + interval '1 hour' from generate_series(1, ${later}) n`;
  await sql`insert into private.timers (guild_id, kind, key, due_at)
    select ${demo.harbor}, 'sweep', 'later:' || n, now() + interval '1 hour' from generate_series(1, ${later}) n`;
  // Without any that is due nothing more is looked at.
  await sql`select private.set_timer(${demo.harbor}, null, 'sweep', 'now', private.now())`;
  await sql`insert into private.jobs (guild_id, kind, asked_by, wake_at)
    select ${demo.harbor}, 'sweep_outbox', ${demo.noor}, now() + interval '1 hour' from generate_series(1, ${later}) n`;
  await sql`insert into public.files (guild_id, ticket_id, uploader_id, name, size, content_type)
    select ${demo.harbor}, ${demo.ticketId(2418)}, ${demo.noor}, 'a', 1, 'image/png' from generate_series(1, ${later}) n`;
  await sql`insert into private.copies (file_id, due_at) select id, now() + interval '1 hour' from public.files
    on conflict (file_id) do update set due_at = excluded.due_at`;
  await sql`insert into private.erasures (path, due_at)
    select 'later:' || n, now() + interval '1 hour' from generate_series(1, ${later}) n`;
  await sql`analyze public.outbox_lanes, private.timers, private.jobs, public.files, private.copies, private.erasures`;
});
afterAll(() => database[Symbol.asyncDispose]());

test.each([
  ['lease_lanes', `private.lease_lanes('worker', 100, 20)`, 'outbox_lanes_wake_idx', 'wake_at'],
  ['claim_timers', `private.claim_timers('worker', '{sweep}', 100, 20)`, 'timers_due_idx', 'due_at'],
  ['claim_jobs', `private.claim_jobs('worker', '{sweep_outbox}', 2, 20)`, 'jobs_wake_idx', 'wake_at'],
  ['lease_copies', `private.lease_copies(4, 120)`, 'copies_due_idx', 'due_at'],
  ['erasures_due', `private.erasures_due(100)`, 'erasures_due_idx', 'due_at'],
])('%s looks at what is due and not at all that waits', async (_, call, index, column) => {
  const plans = await readPlans(database.superuserUrl, `select * from ${call}`);
  const [plan] = plans.filter((text) => text.includes(index) && text.includes(`${column} <=`));
  expect(plan, plans.join('\n')).toBeDefined();
  expect(plan).toMatch(new RegExp(`${index}.*\\n\\s+Index Cond: \\(${column} <= '`));
  expect(plan).not.toMatch(new RegExp(`Filter: .*\\b${column} <=`));
  // Whatever is filtered by something else is little: what is due is all that was read.
  const removed = [...plan!.matchAll(/Rows Removed by Filter: (\d+)/g)].map(([, n]) => Number(n));
  expect(Math.max(0, ...removed)).toBeLessThan(later / 10);
});

test('a due time that is compared with a volatile clock is found out', async () => {
  await database.sql`create function private.due_by_filter() returns setof text language sql set search_path = ''
    as $$ select path from private.erasures where due_at <= clock_timestamp() order by due_at limit 100 $$`;
  const plans = await readPlans(database.superuserUrl, 'select * from private.due_by_filter()');
  const [plan] = plans.filter((text) => text.includes('erasures_due_idx'));
  expect(plan).toMatch(/Filter: .*due_at <=/);
  expect(plan).toMatch(new RegExp(`Rows Removed by Filter: ${later}`));
});
