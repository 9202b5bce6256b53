import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { DiscordMessage } from '../../contracts/discord-message.ts';
import * as demo from '../demo-database.ts';
import { chanceOf } from '../filters/chance.ts';
import type { TestDatabase } from '../test-database.ts';

// What a head says of its conversation, after each step of a life of chance: words come in any order, fail, are sent again, are deleted.

const ticket = demo.ticketId(2420);
const steps = 120;

type Row = {
  kind: string;
  is_staff: boolean;
  author_id: string | null;
  delivery: string | null;
  discord_message_id: string | null;
  deleted: boolean;
  at: number;
  made_in: number;
};
type Words = {
  said_in: number;
  requester_said_at: number | null;
  staff_said_at: number | null;
  first_reply_at: number | null;
  waiting_since: number | null;
  has_unsent: boolean;
};

const micros = (column: string) => `(extract(epoch from ${column}) * 1000000)::bigint::float`;
async function headOf({ sql }: TestDatabase): Promise<Words> {
  const times = ['requester_said_at', 'staff_said_at', 'first_reply_at', 'waiting_since'];
  const [row] =
    await sql.unsafe(`select said_in::int, has_unsent, ${times.map((time) => `${micros(time)} as ${time}`).join()}
    from public.ticket_heads where ticket_id = '${ticket}'`);
  return row as unknown as Words;
}

/** The same, from the messages as they are. */
async function countedFrom({ sql }: TestDatabase): Promise<Words> {
  const [head] = await sql.unsafe(
    `select requester_id, ${micros('opened_at')} as at from public.tickets where id = '${ticket}'`,
  );
  const all =
    (await sql.unsafe(`select kind, is_staff, author_id, delivery, discord_message_id, deleted_at is not null as deleted,
    ${micros('created_at')} as at, made_in::int from public.messages where ticket_id = '${ticket}'`)) as unknown as Row[];
  const rows = all.filter(({ kind, deleted }) => (kind === 'message' || kind === 'reply') && !deleted);
  const isUnsent = ({ delivery }: Row) => delivery === 'failed' || delivery === 'unknown';
  const isAsked = (row: Row) => !row.is_staff || row.author_id === head!.requester_id;
  const asked = rows.filter(isAsked).map(({ at }) => at);
  const answered = rows
    .filter((row) => !isAsked(row) && (!isUnsent(row) || row.discord_message_id !== null))
    .map(({ at }) => at);
  const least = (times: number[]) => (times.length > 0 ? Math.min(...times) : null);
  const most = (times: number[]) => (times.length > 0 ? Math.max(...times) : null);
  const last = most(answered) ?? -Infinity;
  return {
    said_in: most(rows.filter(({ is_staff }) => !is_staff).map(({ made_in }) => made_in)) ?? 0,
    requester_said_at: most(asked),
    staff_said_at: most(answered),
    first_reply_at: least(answered),
    waiting_since: least([head!.at as number, ...asked].filter((at) => at > last)),
    has_unsent: rows.some(isUnsent),
  };
}

/** What may happen to the ticket, each once in a while. */
function lifeOf(database: TestDatabase, channel: string, seed: number) {
  const chance = chanceOf(seed);
  const known: string[] = [];
  const replies: string[] = [];
  const epoch = 1420070400000n;
  const idAt = (ms: number) => String(((BigInt(ms) - epoch) << 22n) + BigInt(chance.below(4_000_000)));
  // Half are told as they happen, half late.
  const newId = () => idAt(Date.now() - (chance.oneIn(2) ? 0 : chance.below(48 * 3_600_000)));
  const asBot = (query: string, ...values: unknown[]) =>
    database.asRole('ticketflow_bot', (sql) => sql.unsafe(query, values as never[]));
  const asAgent = (query: string, ...values: unknown[]) =>
    database
      .as(chance.pick([demo.theo, demo.ines]), (sql) => sql.unsafe(query, values as never[]))
      .catch(() => {});

  function message(): DiscordMessage {
    const isStaff = chance.oneIn(2);
    const id = chance.oneIn(5) && known.length > 0 ? chance.pick(known) : newId();
    known.push(id);
    const [person, name] = isStaff
      ? chance.pick([
          [demo.theo, 'theo.l'],
          [demo.ines, 'ines.c'],
        ] as const)
      : ([demo.kestrel, 'kestrel'] as const);
    return {
      ...{ id, guild_id: demo.harbor, channel_id: channel, content: `words ${chance.below(1e6)}` },
      author: { id: person, username: name, display_name: name, avatar_hash: null, is_bot: false },
      member: { nick: null, role_ids: isStaff ? [demo.supportCrew] : [] },
      ...{ embeds: [], attachments: [], stickers: [], reactions: null, reply_to_id: null },
      edited_at: chance.oneIn(3) ? new Date().toISOString() : null,
      ...{ is_own: false, is_webhook: false, nonce_message_id: null },
    };
  }

  const acts: (() => Promise<unknown>)[] = [
    () => asBot('select private.record_message($1)', message()),
    () => asBot('select private.record_message($1)', message()),
    () =>
      asBot(
        'select private.record_page($1)',
        database.sql.json(Array.from({ length: 1 + chance.below(6) }, message) as never),
      ),
    () =>
      asBot(
        'select private.record_deletions($1, $2, $3)',
        demo.harbor,
        channel,
        chance.some([...known, newId()], 3),
      ),
    async () => {
      const id = randomUUID();
      replies.push(id);
      await asAgent('select public.post_reply($1, $2, $3)', ticket, id, 'A reply');
    },
    () => asAgent('select public.add_note($1, $2, $3)', ticket, randomUUID(), 'A note'),
    () => asAgent('select public.edit_message($1, $2)', chance.pick(replies), `words ${chance.below(1e6)}`),
    () => asAgent('select public.delete_message($1)', chance.pick(replies)),
    () => asAgent('select public.retry_delivery($1)', chance.pick(replies)),
    () => deliver(),
    () => deliver(),
    () => deliver(),
  ];

  /** The next of what waits for Discord goes out, or does not. */
  async function deliver() {
    await asBot(`select private.lease_lanes('life', 10, 30)`);
    const [row] = await asBot(`select private.begin_entry($1, 'life', 30) as entry`, `ticket:${ticket}`);
    const entry = row!.entry as { id: string; message: { discord_message_id: string | null } } | null;
    if (!entry?.message) return;
    if (chance.oneIn(4)) return asBot('select private.put_back_entry($1, null)', entry.id);
    const outcome = chance.pick(['sent', 'sent', 'failed', 'unknown']);
    const id = outcome === 'sent' ? (entry.message.discord_message_id ?? idAt(Date.now())) : null;
    if (id) known.push(id);
    return asBot('select private.settle_reply($1, $2, $3, null)', entry.id, outcome, id);
  }

  return () => chance.pick(acts)();
}

test.each([
  ['kestrel, a member', demo.kestrel, 11],
  ['kestrel, otherwise', demo.kestrel, 12],
  ['Theo, who is staff too', demo.theo, 13],
])(
  'a head says what its conversation says, whatever happens to it (asked by %s)',
  async (_, requester, seed) => {
    await using database = await demo.openDemoDatabase();
    const { sql } = database;
    await sql`delete from public.outbox`;
    const [row] = await sql`select channel_id from public.tickets where id = ${ticket}`;
    await sql`update public.tickets set requester_id = ${requester}, opened_at = now() - interval '36 hours' where id = ${ticket}`;
    expect(await headOf(database)).toEqual(await countedFrom(database));
    const live = lifeOf(database, row!.channel_id as string, seed);
    const seen: Words[] = [];
    for (let step = 0; step < steps; step += 1) {
      await live();
      const head = await headOf(database);
      expect([step, head]).toEqual([step, await countedFrom(database)]);
      seen.push(head);
    }
    // All of it has happened: words of both, replies that failed, an end of waiting and another beginning.
    const differ = (name: keyof Words) => new Set(seen.map((head) => head[name])).size;
    expect(differ('waiting_since')).toBeGreaterThan(4);
    expect(differ('has_unsent')).toBe(2);
    for (const name of ['said_in', 'requester_said_at', 'staff_said_at', 'first_reply_at'] as const)
      expect(differ(name)).toBeGreaterThan(1);
  },
);

test('heads of the story say what its conversations say', async () => {
  await using database = await demo.openDemoDatabase();
  const rows = await database.sql`
    select h.ticket_id from public.ticket_heads h cross join lateral private.words_of(h.ticket_id) w
    where (h.said_in, h.requester_said_at, h.staff_said_at, h.first_reply_at, h.waiting_since, h.has_unsent) is distinct from
      (w.said_in, w.requester_said_at, w.staff_said_at, w.first_reply_at, w.waiting_since, w.has_unsent)`;
  expect(rows).toHaveLength(0);
});

test('a ticket waits from its opening until staff speaks, also when its requester says nothing more', async () => {
  await using database = await demo.openDemoDatabase();
  const [opened] = await database.asRole(
    'ticketflow_bot',
    (sql) =>
      sql`select private.open_ticket(${sql.json({
        ...{ guild_id: demo.harbor, category_id: demo.purchases, interaction_id: '1450000000000000001' },
        ...{
          source: 'command',
          source_channel_id: null,
          subject: 'Lamp',
          answers: [],
          nick: null,
          role_ids: [],
        },
        person: { id: demo.moth, username: 'moth', display_name: 'moth', avatar_hash: null, is_bot: false },
      })}) ->> 'ticket_id' as id`,
  );
  const read = async () =>
    (
      await database.sql`select waiting_since = opened_at as since_opening, first_reply_at is not null as answered
      from public.ticket_heads where ticket_id = ${opened!.id as string}`
    )[0];
  expect(await read()).toEqual({ since_opening: true, answered: false });
  await database.as(
    demo.theo,
    (sql) => sql`select public.add_note(${opened!.id as string}, ${randomUUID()}, 'Looking')`,
  );
  expect(await read()).toEqual({ since_opening: true, answered: false });
  await database.as(
    demo.theo,
    (sql) => sql`select public.post_reply(${opened!.id as string}, ${randomUUID()}, 'Hello')`,
  );
  expect(await read()).toEqual({ since_opening: null, answered: true });
});
