import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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
    member: { nick: null, role_ids: ['1180000000000000305'] },
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

const record = (sql: Transaction, message: DiscordMessage) =>
  sql`select private.record_message(${sql.json(message)}) as outcome`.then(
    (rows) => rows[0]!.outcome as string,
  );
const remove = (sql: Transaction, ids: string[]) =>
  sql`select private.record_deletions(${demo.harbor}, ${channel}, ${ids})`;
const asBot = <T>(run: (sql: Transaction) => Promise<T>) => database.asRole('ticketflow_bot', run);
const stored = async (id: string) =>
  (
    await database.sql`select body, edited_at, deleted_at is not null as gone from public.messages where discord_message_id = ${id}`
  )[0];

describe('create, edit and delete end in the same state', () => {
  const orders = [
    ['create', 'edit', 'delete'],
    ['create', 'delete', 'edit'],
    ['edit', 'create', 'delete'],
    ['edit', 'delete', 'create'],
    ['delete', 'create', 'edit'],
    ['delete', 'edit', 'create'],
    ['create', 'create', 'edit', 'edit', 'create', 'delete', 'delete', 'create'],
  ];
  test.each(orders.map((order) => [order.join(', '), order] as const))(
    'in the order %s',
    async (_, order) => {
      const id = nextId();
      for (const what of order)
        await asBot(async (sql) => {
          if (what === 'create') await record(sql, said(id, 'first'));
          else if (what === 'edit')
            await record(sql, said(id, 'second', { edited_at: '2026-11-23T10:00:00+00:00' }));
          else await remove(sql, [id]);
        });
      expect(await stored(id)).toMatchObject({ body: '', gone: true });
    },
  );

  test('an older edit that comes late changes nothing', async () => {
    const id = nextId();
    await asBot((sql) => record(sql, said(id, 'third', { edited_at: '2026-11-23T10:02:00+00:00' })));
    expect(
      await asBot((sql) => record(sql, said(id, 'second', { edited_at: '2026-11-23T10:01:00+00:00' }))),
    ).toBe('unchanged');
    expect(await asBot((sql) => record(sql, said(id, 'first')))).toBe('unchanged');
    expect(await stored(id)).toMatchObject({ body: 'third' });
  });
});

test('the same message recorded by two bots at once is there once', async () => {
  const id = nextId();
  const outcomes = await Promise.all(
    ['a', 'b', 'c'].map(() => asBot((sql) => record(sql, said(id, 'once')))),
  );
  expect(outcomes.toSorted()).toEqual(['recorded', 'unchanged', 'unchanged']);
});

test('revisions are taken in order: nobody who has seen N misses anything up to N', async () => {
  const ids = Array.from({ length: 20 }, nextId);
  await Promise.all(ids.map((id) => asBot((sql) => record(sql, said(id, `n ${id}`)))));
  const rows =
    await database.sql`select revision from public.messages where discord_message_id = any (${ids}) order by revision`;
  const revisions = rows.map((row) => Number(row.revision));
  expect(new Set(revisions).size).toBe(20);
  expect(revisions.at(-1)! - revisions[0]!).toBe(19);
});

test('a message in a channel that is not a ticket, or of another guild, is never stored', async () => {
  const id = nextId();
  expect(await asBot((sql) => record(sql, said(id, 'gossip', { channel_id: '1180000000000000405' })))).toBe(
    'ignored',
  );
  expect(await asBot((sql) => record(sql, said(id, 'gossip', { guild_id: demo.glasshouse })))).toBe(
    'ignored',
  );
  expect(await stored(id)).toBeUndefined();
});

test('a guild that the bot has left stores nothing more', async () => {
  await using own = await demo.openDemoDatabase();
  const [ticket] = await own.sql`select channel_id from public.tickets where number = 2420`;
  await own.sql`select private.set_guild_status(${demo.harbor}, 'left')`;
  const id = nextId();
  const outcome = await own.asRole('ticketflow_bot', (sql) =>
    record(sql, said(id, 'too late', { channel_id: ticket!.channel_id as string })),
  );
  expect(outcome).toBe('ignored');
});

test('a member who acts as staff for the first time is looked up and mirrored from then on; a requester is not', async () => {
  await database.sql`delete from public.members where person_id = ${demo.ines}`;
  await asBot((sql) =>
    record(
      sql,
      said(nextId(), 'I am on it', {
        author: {
          id: demo.ines,
          username: 'ines.c',
          display_name: 'Inês Carvalho',
          avatar_hash: null,
          is_bot: false,
        },
        member: { nick: null, role_ids: [demo.supportCrew] },
      }),
    ),
  );
  await asBot((sql) => record(sql, said(nextId(), 'thanks')));
  const lookups =
    await database.sql`select payload from public.outbox where kind = 'fetch_member' and settled_at is null`;
  expect(lookups.map((entry) => entry.payload)).toEqual([{ person_id: demo.ines }]);
});

test('a change pokes the ticket and its guild, with ids and numbers only, as the bot and as an agent', async () => {
  await database.sql`update private.guild_pokes set poked_at = '-infinity'`;
  await database.sql`delete from realtime.messages`;
  await asBot((sql) => record(sql, said(nextId(), 'secret words')));
  const pokes = () =>
    database.sql`select topic, event, payload - 'id' as payload, private from realtime.messages order by topic`;
  const id = demo.ticketId(2420);
  const first = await pokes();
  expect(first.map((row) => row.topic)).toEqual([`guild:${demo.harbor}`, `ticket:${id}`]);
  expect(first[1]!.payload).toEqual({ ticket_id: id, revision: expect.any(Number) });
  expect(JSON.stringify(first)).not.toContain('secret');
  expect(first.every((row) => row.private)).toBe(true);

  await database.sql`delete from realtime.messages`;
  await database.as(demo.theo, (sql) => sql`select public.claim_ticket(${id})`);
  // The guild was poked less than a second ago: only the ticket is.
  expect((await pokes()).map((row) => row.topic)).toEqual([`ticket:${id}`]);
});
