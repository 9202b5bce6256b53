import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase, type Transaction } from '../../supabase/tests/test-database.ts';
import { call } from '../src/database/call.ts';

let database: TestDatabase;
const guild = '1180000000000000001';
const owner = { id: '1180000000000000101', username: 'noor', display_name: 'Noor', is_bot: false };

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());

const asBot = <T>(run: (sql: Transaction) => Promise<T>) => database.asRole('ticketflow_bot', run);

test('each kind of argument arrives and each kind of answer comes back: values, lists, json, times, nothing', async () => {
  await asBot(async (bot) => {
    const roles = [{ id: guild, name: 'everyone', color: 0, position: 0, can_manage_guild: false }];
    const state = {
      id: guild,
      name: 'Harbor',
      icon_hash: null,
      owner_id: owner.id,
      is_compared: true,
      roles,
    };
    expect(await call(bot, 'sync_guild', { guild: { ...state, roles } })).toBeFalsy();
    const member = { person: owner, nick: 'N', role_ids: [guild] };
    await call(bot, 'set_member_roles', { guild, member, is_staff: true });
    expect(await call(bot, 'people_to_compare', { guild })).toEqual([
      { person_id: owner.id, is_staff: true },
    ]);
    expect(await call(bot, 'known_discord_ids', { ids: ['1190000000000000001'] })).toEqual([]);
    expect(await call(bot, 'count_marked', { guild })).toBe(0);
    expect(
      await call(bot, 'hold_shard', { shard: 0, count: 1, worker: 'a', place: null, seconds: 20 }),
    ).toEqual({ held: true });
    await call(bot, 'report_catch_up', { guild, progress: { done: 1, total: 2 } });
    const [backlog] = await call(bot, 'read_backlog', { worker: 'a' });
    expect(backlog).toMatchObject({
      waiting: expect.any(String) as string,
      catching_up: '1',
      tickets_total: '2',
    });
    await call(bot, 'report_catch_up', { guild, progress: null });
    expect(await call(bot, 'mark_catch_up', { since: new Date(), guild: null })).toBeFalsy();
    // A list that is json is none of Postgres'.
    expect(await call(bot, 'record_page', { messages: [] })).toEqual([]);
    expect(await call(bot, 'extend_lease', { lane: 'none', worker: 'a', seconds: 20 })).toBe(false);
  });
});

test('a function is one statement, prepared once in a connection, in whichever order its arguments are named', async () => {
  const prepared = await asBot(async (bot) => {
    const [job, worker] = [randomUUID(), 'a'];
    await call(bot, 'beat_job', { job, worker, seconds: 20 });
    await call(bot, 'beat_job', { seconds: 5, worker: 'b', job });
    for (const ids of [[], ['1190000000000000001'], ['1190000000000000002', '1190000000000000003']])
      await call(bot, 'known_messages', { ids });
    return bot`select statement, generic_plans + custom_plans as times from pg_prepared_statements
      where statement ~ 'private[.](beat_job|known_messages)[(]' order by statement collate "C"`;
  });
  expect(prepared).toEqual([
    { statement: 'select * from private.known_messages(p_ids => $1)', times: '3' },
    {
      statement: 'select private.beat_job(p_job => $1, p_worker => $2, p_seconds => $3) as answer',
      times: '2',
    },
  ]);
});

test('what the database refuses comes as its error', async () => {
  const asked = { guild, category_id: randomUUID(), interaction_id: '1', source: 'command', person: owner };
  await expect(
    asBot((bot) => call(bot, 'open_ticket', { request: { ...asked, guild_id: '1180000000000000999' } })),
  ).rejects.toMatchObject({ code: expect.stringMatching(/^TF01[13]$/) as string });
});
