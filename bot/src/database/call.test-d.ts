import type { Database } from './database.ts';
import { call } from './call.ts';

// Checked by the compiler alone: a line marked as an error that no longer is one fails `npm run check`.
declare const sql: Database;
const id = '0b7a6a3e-0000-4000-8000-000000000000';

export async function calls() {
  (await call(sql, 'beat_job', { job: id, worker: 'a', seconds: 20 })) satisfies boolean | null;
  (await call(sql, 'lease_lanes', { worker: 'a', limit: 1, seconds: 20 })) satisfies string[];
  const [timer] = await call(sql, 'claim_timers', { worker: 'a', kinds: ['sweep'], limit: 1, seconds: 20 });
  timer?.ticket_id satisfies string | null | undefined;
  // What has a default in SQL may be left out, or given.
  await call(sql, 'settle_entry', { entry: id, outcome: 'done' });
  await call(sql, 'settle_entry', { entry: id, outcome: 'done', reason: null });
  await sql.begin((transaction) => call(transaction, 'release_shard', { worker: 'a' }));

  // @ts-expect-error -- no such function
  await call(sql, 'beat_jobs', { job: id, worker: 'a', seconds: 20 });
  // @ts-expect-error -- one that the bot may not call
  await call(sql, 'cancel_job', { guild: '1', job: id });
  // @ts-expect-error -- an argument is missing
  await call(sql, 'beat_job', { job: id, worker: 'a' });
  // @ts-expect-error -- no such argument
  await call(sql, 'beat_job', { job: id, worker: 'a', seconds: 20, second: 1 });
  // @ts-expect-error -- a number where there is one, and no text
  await call(sql, 'beat_job', { job: id, worker: 'a', seconds: '20' });
  // @ts-expect-error -- no list
  await call(sql, 'stamp_access', { guilds: '1180000000000000001' });
  // @ts-expect-error -- json is given as it is, not as its text
  await call(sql, 'record_page', { messages: '[]' });
  // @ts-expect-error -- a time is a Date
  await call(sql, 'mark_catch_up', { since: '2026-11-25T10:00:00Z', guild: null });
  // @ts-expect-error -- such an answer has no such column
  void timer?.ticket;
  // @ts-expect-error -- what a json holds is for its contract to say
  void (await call(sql, 'begin_entry', { lane: 'a', worker: 'a', seconds: 20 }))?.id;
}
