import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DiscordMessage } from '../../contracts/discord-message.ts';
import * as demo from '../demo-database.ts';
import type { TestDatabase, Transaction } from '../test-database.ts';

let database: TestDatabase;
let channel: string;
beforeAll(async () => {
  database = await demo.openDemoDatabase();
  const [ticket] = await database.sql`select channel_id from public.tickets where number = 2420`;
  channel = ticket!.channel_id as string;
});
afterAll(() => database[Symbol.asyncDispose]());

let last = 1450000000000000000n;
const nextId = () => String((last += 4194304n));
const noRoles: string[] = [];

function said(id: string, content: string, change: Partial<DiscordMessage> = {}): DiscordMessage {
  return {
    id,
    guild_id: demo.harbor,
    channel_id: channel,
    author: {
      id: demo.kestrel,
      username: 'kestrel',
      display_name: 'kestrel',
      avatar_hash: null,
      is_bot: false,
    },
    member: { nick: null, role_ids: noRoles },
    content,
    embeds: [],
    attachments: [],
    stickers: [],
    reactions: null,
    reply_to_id: null,
    edited_at: null,
    is_own: false,
    is_webhook: false,
    nonce_message_id: null,
    ...change,
  };
}

const asBot = <T>(run: (sql: Transaction) => Promise<T>) => database.asRole('ticketflow_bot', run);
const page = (sql: Transaction, messages: DiscordMessage[]) =>
  sql`select private.record_page(${sql.json(messages)}) as outcomes`.then(
    (rows) => rows[0]!.outcomes as string[],
  );
const revision = async () =>
  Number(
    (
      await database.sql`select revision from public.ticket_heads where ticket_id = ${demo.ticketId(2420)}`
    )[0]!.revision,
  );

class Undone extends Error {}

/** Runs as the bot, gives what `look` sees afterwards, and undoes it all. */
async function outcomeOf(run: (sql: Transaction) => Promise<string[]>) {
  let seen: unknown;
  await database
    .asSuperuser(async (sql) => {
      await sql`select set_config('role', 'ticketflow_bot', true)`;
      const outcomes = await run(sql);
      await sql`select set_config('role', 'postgres', true)`;
      const messages = await sql`
        select discord_message_id, kind, author_id, is_staff, body, embeds, attachments, stickers, reactions, reply_to_discord_id,
          position, created_at, edited_at, deleted_in, delivery
        from public.messages where ticket_id = ${demo.ticketId(2420)} order by position, discord_message_id`;
      const members = await sql`
        select person_id, nick, role_ids, is_mirrored, left_at from public.members where guild_id = ${demo.harbor} order by person_id`;
      const people = await sql`select id, username, display_name, is_bot from public.people order by id`;
      const parked = await sql`select discord_message_id, is_gone from private.parked_echoes order by 1`;
      const queued = await sql`select kind, payload, outcome from public.outbox order by seq`;
      seen = JSON.parse(JSON.stringify({ outcomes, messages, members, people, parked, queued }));
      throw new Undone();
    })
    .catch((error: unknown) => {
      if (!(error instanceof Undone)) throw error;
    });
  return seen;
}

test.each([
  ['of one page', 0],
  ['of one that says different things of an author', 1],
])('the messages %s do what they would do one after another', async (_, n) => {
  const known = nextId();
  const deleted = nextId();
  await asBot((sql) => page(sql, [said(known, 'known'), said(deleted, 'deleted')]));
  await asBot((sql) => sql`select private.record_deletions(${demo.harbor}, ${channel}, ${[deleted]})`);
  const reply = `0198c000-0000-4000-8000-00000000000${n}`;
  await database.as(
    demo.theo,
    (sql) => sql`select public.post_reply(${demo.ticketId(2420)}, ${reply}, 'from the desk', null)`,
  );
  const edited = { edited_at: '2027-01-01T10:00:00+00:00' };
  const theo = { id: demo.theo, username: 'theo.l', display_name: 'Theo', avatar_hash: null, is_bot: false };
  const self = {
    id: '1180000000000000900',
    username: 'ticketflow',
    display_name: 'TicketFlow',
    avatar_hash: null,
    is_bot: true,
  };
  const stranger = {
    id: '1180000000000000555',
    username: 'new',
    display_name: 'New',
    avatar_hash: null,
    is_bot: false,
  };
  const [one, two, three, own, opening] = [nextId(), nextId(), nextId(), nextId(), nextId()];
  const twoSides = [
    said(nextId(), 'who is staff now', {
      author: stranger,
      member: { nick: null, role_ids: [demo.supportCrew] },
    }),
    said(nextId(), 'and now not', { author: stranger, member: { nick: 'N', role_ids: [] } }),
  ];
  const messages = [
    said(one, 'first', { reactions: [{ emoji: '👍', emoji_id: null, count: 2 }], reply_to_id: known }),
    said(two, 'by staff', { author: theo, member: { nick: 'T', role_ids: [demo.supportCrew] } }),
    said(known, 'known, and edited', edited),
    said(deleted, 'deleted, and edited', edited),
    said(three, 'of a webhook', { author: { ...stranger, is_bot: true }, member: null }),
    said(one, 'first, and edited at once', edited),
    said(own, 'from the desk', {
      author: self,
      member: null,
      is_own: true,
      is_webhook: true,
      nonce_message_id: reply,
    }),
    said(opening, '', { author: self, member: null, is_own: true }),
    said(one, 'first, once more'),
    ...(n === 1 ? twoSides : []),
  ];
  const single = await outcomeOf(async (sql) => {
    const outcomes: string[] = [];
    for (const message of messages) {
      const [row] = await sql`select private.record_message(${sql.json(message)}) as outcome`;
      outcomes.push(row!.outcome as string);
    }
    return outcomes;
  });
  const whole = await outcomeOf((sql) => page(sql, messages));
  expect(whole).toEqual(single);
  expect((whole as { outcomes: string[] }).outcomes.slice(0, 9)).toEqual([
    'recorded',
    'recorded',
    'recorded',
    'unchanged',
    'recorded',
    'recorded',
    'settled',
    'ignored',
    'unchanged',
  ]);
});

test('a hundred new messages are one revision and one poke; the same page again is none', async () => {
  const messages = Array.from({ length: 100 }, (_, n) => said(nextId(), `line ${n}`));
  const before = await revision();
  await database.sql`delete from realtime.messages`;
  expect(await asBot((sql) => page(sql, messages))).toEqual(messages.map(() => 'recorded'));
  expect(await revision()).toBe(before + 1);
  const pokes = await database.sql`select from realtime.messages where topic like 'ticket:%'`;
  expect(pokes).toHaveLength(1);
  expect(await asBot((sql) => page(sql, messages))).toEqual(messages.map(() => 'unchanged'));
  expect(await revision()).toBe(before + 1);
  const rows = await database.sql<{ body: string }[]>`
    select body from public.messages where discord_message_id = any (${messages.map(({ id }) => id)}) order by position`;
  expect(rows.map(({ body }) => body)).toEqual(messages.map(({ content }) => content));
});

test('pages and single messages that come at once are there once each', async () => {
  const messages = Array.from({ length: 20 }, (_, n) => said(nextId(), `at once ${n}`));
  const single = messages.map((message) =>
    asBot((sql) => sql`select private.record_message(${sql.json(message)})`),
  );
  await Promise.all([
    asBot((sql) => page(sql, messages)),
    ...single,
    asBot((sql) => page(sql, messages.toReversed())),
  ]);
  const [count] =
    await database.sql`select count(*)::int as n from public.messages where body like 'at once %'`;
  expect(count?.n).toBe(20);
});

test('more than a page, and messages of two channels, are refused whole', async () => {
  const many = Array.from({ length: 101 }, () => said(nextId(), 'too many'));
  await expect(asBot((sql) => page(sql, many))).rejects.toThrow('at most a hundred');
  const [ticket] = await database.sql`select channel_id from public.tickets where number = 2418`;
  const mixed = [
    said(nextId(), 'too many'),
    said(nextId(), 'too many', { channel_id: ticket!.channel_id as string }),
  ];
  await expect(asBot((sql) => page(sql, mixed))).rejects.toThrow('of one channel');
  expect(await database.sql`select from public.messages where body = 'too many'`).toHaveLength(0);
  const elsewhere = said(nextId(), 'gossip', { channel_id: '1180000000000000405' });
  expect(await asBot((sql) => page(sql, [elsewhere]))).toEqual(['ignored']);
});

test('reactions take a revision only where they change, and none on what is deleted or unknown', async () => {
  const [one, gone] = [nextId(), nextId()];
  await asBot((sql) => page(sql, [said(one, 'one'), said(gone, 'gone')]));
  await asBot((sql) => sql`select private.record_deletions(${demo.harbor}, ${channel}, ${[gone]})`);
  const thumbs = [{ emoji: '👍', emoji_id: null, count: 1 }];
  const record = async () => {
    const told = [one, gone, nextId()].map((id) => ({ id, reactions: thumbs }));
    const [row] = await asBot(
      (sql) => sql`select private.record_reactions(${demo.harbor}, ${channel}, ${sql.json(told)}) as n`,
    );
    return row!.n as number;
  };
  const before = await revision();
  expect([await record(), await revision()]).toEqual([1, before + 1]);
  expect([await record(), await revision()]).toEqual([0, before + 1]);
  const rows = await database.sql`
    select reactions from public.messages where discord_message_id in (${one}, ${gone}) order by position`;
  expect(rows.map(({ reactions }) => reactions as unknown)).toEqual([thumbs, []]);
  // A gateway event does not tell them, and takes none away.
  const edit = said(one, 'edited', { edited_at: '2027-01-01T10:00:00+00:00' });
  await asBot((sql) => page(sql, [edit]));
  const [row] =
    await database.sql`select body, reactions from public.messages where discord_message_id = ${one}`;
  expect(row).toEqual({ body: 'edited', reactions: thumbs });
});
