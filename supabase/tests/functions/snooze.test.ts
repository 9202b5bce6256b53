import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import * as demo from '../demo-database.ts';
import { moveClock } from '../move-clock.ts';
import type { TestDatabase, Transaction } from '../test-database.ts';

let database: TestDatabase;
let channel: string;
const ticket = demo.ticketId(2420);
const asBot = <T>(run: (sql: Transaction) => Promise<T>) => database.asRole('ticketflow_bot', run);

beforeAll(async () => {
  database = await demo.openDemoDatabase();
  const [row] = await database.sql`select channel_id from public.tickets where id = ${ticket}`;
  channel = row!.channel_id as string;
  await asBot((bot) => bot`select private.hold_shard(0, 1, 'bot', null, 6000)`);
});
beforeEach(async () => {
  await moveClock(database.sql, null);
  await snooze(null);
  await database.sql`delete from public.messages where ticket_id = ${ticket} and event ->> 'type' in ('snoozed', 'woke')`;
  await database.sql`delete from private.timer_ticks`;
});
afterAll(() => database[Symbol.asyncDispose]());

/** Until so long from now; null wakes it. */
const snooze = (within: string | null, stays = false) =>
  database.as(
    demo.theo,
    (sql) => sql`select public.snooze_ticket(${ticket}, now() + ${within}::interval, ${stays})`,
  );
const events = async () =>
  (
    await database.sql<{ event: { type: string; by?: string }; author_id: string | null }[]>`
      select event, author_id from public.messages
      where ticket_id = ${ticket} and event ->> 'type' in ('snoozed', 'woke') order by position`
  ).map(({ event, author_id }) => [event.type, event.by ?? null, author_id]);
const state = async () =>
  (
    await database.sql`
      select t.status, h.snoozed_until is not null as has_time, (select count(*)::int from private.timers where key = t.id::text) as timers
      from public.tickets t join public.ticket_heads h on h.ticket_id = t.id where t.id = ${ticket}`
  )[0];
const awake = { status: 'open', has_time: false, timers: 0 };
const asleep = { status: 'snoozed', has_time: true, timers: 1 };
/** One round of the bot's timers. */
const fire = () =>
  asBot(async (bot) => {
    for (const { id } of await bot`select id from private.claim_timers('bot', '{wake}', 10, 20)`)
      await bot`select private.fire_wake(${id}, 'bot')`;
  });

let last = 1460000000000000000n;
const said = (author: string, role_ids: string[] = []) => {
  last += 4194304n;
  return {
    ...{ id: String(last), guild_id: demo.harbor, channel_id: channel, content: 'hello' },
    author: { id: author, username: 'somebody', display_name: 'Somebody', avatar_hash: null, is_bot: false },
    member: { nick: null, role_ids },
    ...{ embeds: [], attachments: [], stickers: [], reactions: null, reply_to_id: null, edited_at: null },
    ...{ is_own: false, is_webhook: false, nonce_message_id: null },
  };
};
const record = (...messages: object[]) =>
  asBot((bot) => bot`select private.record_page(${bot.json(messages as never)})`);

test('its timer wakes a ticket once, also long after the time, and not before', async () => {
  await snooze('2 hours');
  expect(await state()).toEqual(asleep);
  await moveClock(database.sql, '119 minutes');
  await fire();
  expect(await state()).toEqual(asleep);
  await moveClock(database.sql, '3 days');
  await fire();
  await fire();
  expect(await state()).toEqual(awake);
  expect(await events()).toEqual([
    ['snoozed', null, demo.theo],
    ['woke', 'time', null],
  ]);
});

test('snoozed again, it has one time and one timer: the later one', async () => {
  await snooze('1 hour');
  await snooze('3 hours');
  await moveClock(database.sql, '2 hours');
  await fire();
  expect(await state()).toEqual(asleep);
  await moveClock(database.sql, '2 hours');
  await fire();
  expect(await state()).toEqual(awake);
});

test('a page of messages that were missed wakes it once; what staff say does not, nor what was said already', async () => {
  const early = said(demo.kestrel);
  await record(early);
  await snooze('1 hour');
  await record(early);
  await record(said(demo.ines, [demo.supportCrew]));
  expect(await state()).toEqual(asleep);
  await record(said(demo.kestrel), said(demo.kestrel), said(demo.kestrel));
  expect(await state()).toEqual(awake);
  expect((await events()).filter(([type]) => type === 'woke')).toEqual([['woke', 'requester', null]]);
});

test('one that is to stay sleeps through messages, until an agent wakes it or its time has come', async () => {
  await snooze('1 hour', true);
  await record(said(demo.kestrel));
  expect(await state()).toEqual(asleep);
  await snooze(null);
  expect(await state()).toEqual(awake);
  expect((await events()).at(-1)).toEqual(['woke', 'hand', demo.theo]);
  // Awake already: nothing happens, and nothing is said.
  await snooze(null);
  expect((await events()).filter(([type]) => type === 'woke')).toHaveLength(1);
});

test('a time that has passed, or that lies beyond every calendar, is refused and changes nothing', async () => {
  for (const until of ['0', '-1 minute', '101 years', 'infinity'])
    await expect(snooze(until)).rejects.toMatchObject({ code: 'TF008' });
  expect(await state()).toEqual(awake);
  expect(await events()).toEqual([]);
});

test('closing ends the snooze; reopened, the ticket is awake, and its old timer wakes nothing', async () => {
  await snooze('1 hour');
  await database.as(demo.theo, (sql) => sql`select public.close_ticket(${ticket})`);
  expect(await state()).toEqual({ ...awake, status: 'closed' });
  await expect(snooze('1 hour')).rejects.toMatchObject({ code: 'TF002' });
  await database.as(demo.theo, (sql) => sql`select public.reopen_ticket(${ticket})`);
  await moveClock(database.sql, '2 hours');
  await fire();
  expect(await state()).toEqual(awake);
  expect((await events()).map(([type]) => type)).toEqual(['snoozed']);
});
