import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Changes } from '../../contracts/changes.ts';
import { Changes as ChangesContract } from '../../contracts/changes.ts';
import type { Filter } from '../../contracts/filter.ts';
import { Guild, MyGuilds } from '../../contracts/guild.ts';
import { Conversation } from '../../contracts/message.ts';
import { TicketPage } from '../../contracts/ticket.ts';
import * as demo from '../demo-database.ts';
import type { TestDatabase } from '../test-database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await demo.openDemoDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());

const ask = async (person: string, call: string, ...values: (string | number | null | Filter)[]) =>
  database.as(
    person,
    async (sql) => (await sql.unsafe(`select ${call} as answer`, values))[0]!.answer as unknown,
  );
const list = async (person: string, filter: Filter = { is_open: true }) =>
  TicketPage.parse(await ask(person, 'public.list_tickets($1, $2)', demo.harbor, filter));
const changes = async (person: string, since: { cursor: string; epoch: number }) =>
  ChangesContract.parse(
    await ask(person, 'public.changes_since($1, $2, $3)', demo.harbor, since.cursor, since.epoch),
  );
const level = (answer: Changes) => {
  if (answer.state === 'reset') throw new Error('reset');
  return answer;
};
const touch = (number: number) => database.sql`select private.touch_ticket(${demo.ticketId(number)})`;

const mine: Filter = { is_open: true, assignee: ['me'] };
const unassigned: Filter = { is_open: true, assignee: ['nobody'] };

test('the inbox of each view answers as its contract says, newest activity first', async () => {
  const page = await list(demo.theo);
  expect(page.tickets.map((ticket) => ticket.number)).toEqual([2421, 2418, 2420, 2417, 2416, 2414, 2413]);
  expect(page.tickets[0]).toMatchObject({
    unread: 3,
    preview: { text: expect.stringContaining('two payments') },
  });
  expect((await list(demo.theo, mine)).tickets.map((ticket) => ticket.number)).toEqual([2413]);
  expect((await list(demo.theo, unassigned)).tickets.map((ticket) => ticket.number)).toEqual([2421, 2420]);
  expect((await list(demo.theo, { is_open: false })).tickets.map((ticket) => ticket.number)).toEqual([
    2197, 1880, 1421,
  ]);
  expect(page.people.map((person) => person.name)).toContain('Marlowe');
});

test('guild frame, list of guilds and conversation answer as their contracts say; a stranger gets null', async () => {
  const views = { open: { is_open: true }, mine, unassigned, closed: { is_open: false } };
  expect(
    Guild.parse(await ask(demo.theo, 'public.read_guild($1, $2)', demo.harbor, views as Filter)),
  ).toMatchObject({
    me: { name: 'Theo Lindqvist', level: 'agent', roles: [{ id: demo.supportCrew, name: 'Support crew' }] },
    counts: { open: 7, mine: 1, unassigned: 2, closed: null },
  });
  expect(MyGuilds.parse(await ask(demo.noor, 'public.my_guilds()'))).toMatchObject([
    { id: demo.harbor, level: 'admin' },
  ]);
  const conversation = Conversation.parse(
    await ask(demo.theo, 'public.read_ticket($1)', demo.ticketId(2418)),
  );
  expect(conversation.messages).toHaveLength(10);
  expect(conversation.messages[2]).toMatchObject({
    reply_to: { text: expect.stringContaining('Hi! After') },
  });
  expect(conversation.requester_roles.map((role) => role.name)).toEqual([
    'Captain',
    'Season pass',
    'EU shard',
    'Beta',
  ]);
  for (const call of ['public.read_guild($1)', 'public.read_ticket($1)'])
    expect(
      await ask(demo.stranger, call, call.includes('guild') ? demo.harbor : demo.ticketId(2418)),
    ).toBeNull();
  expect(await ask(demo.stranger, 'public.my_guilds()')).toEqual([]);
});

test('older messages come page by page, changes after a revision', async () => {
  const newest = Conversation.parse(
    await ask(demo.theo, 'public.read_ticket($1, null, null, 4)', demo.ticketId(2418)),
  );
  expect(newest).toMatchObject({ has_more: true });
  const older = Conversation.parse(
    await ask(
      demo.theo,
      'public.read_ticket($1, null, $2, 4)',
      demo.ticketId(2418),
      newest.messages[0]!.position,
    ),
  );
  expect(older.messages.at(-1)!.position < newest.messages[0]!.position).toBe(true);
  await database.as(demo.theo, (sql) => sql`select public.set_priority(${demo.ticketId(2418)}, 'urgent')`);
  const changed = Conversation.parse(
    await ask(demo.theo, 'public.read_ticket($1, $2)', demo.ticketId(2418), newest.revision),
  );
  expect(changed.messages.map((message) => message.event?.type)).toEqual(['priority']);
});

test('what changed since the list was read comes; what did not, soon comes no more', async () => {
  let since: { cursor: string; epoch: number } = await list(demo.theo);
  await touch(2416);
  let answer = level(await changes(demo.theo, since));
  expect(answer.tickets.map((ticket) => ticket.number)).toContain(2416);
  // Rows repeat while any transaction of the server, also another test's, is older than they are.
  for (const deadline = Date.now() + 10_000; answer.tickets.length > 0;) {
    if (Date.now() > deadline) throw new Error(`${answer.tickets.length} tickets are still told`);
    since = answer;
    answer = level(await changes(demo.theo, since));
  }
  await touch(2413);
  answer = level(await changes(demo.theo, answer));
  expect(answer.tickets.map((ticket) => ticket.number)).toEqual([2413]);
});

test('a change that commits after a cursor was given, in a transaction begun before it, is not missed', async () => {
  const page = await list(demo.theo);
  const revisionOf = (answer: { tickets: { number: number; revision: number }[] }) =>
    answer.tickets.find((ticket) => ticket.number === 2414)?.revision;
  const known = revisionOf(page)!;
  const slow = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  const change = database.sql.begin(async (sql) => {
    await sql`select private.touch_ticket(${demo.ticketId(2414)})`;
    begun.resolve();
    await slow.promise;
  });
  try {
    await begun.promise;
    const before = level(await changes(demo.theo, page));
    await touch(2413);
    const between = level(await changes(demo.theo, before));
    expect(revisionOf(between) ?? known).toBe(known);
    slow.resolve();
    await change;
    expect(revisionOf(level(await changes(demo.theo, between)))).toBe(known + 1);
  } finally {
    slow.resolve();
  }
});

test('a long answer comes in pages that together hold every ticket once or more', async () => {
  await using own = await demo.openDemoDatabase();
  await own.sql`insert into public.tickets (guild_id, number, category_id, requester_id, subject)
    select ${demo.harbor}, 5000 + n, ${demo.purchases}, ${demo.marlowe}, 'many' from generate_series(1, 250) n`;
  await own.sql`insert into public.ticket_heads (guild_id, ticket_id) select guild_id, id from public.tickets where number > 5000`;
  const seen = new Set<number>();
  let state = 'more';
  let since = {
    cursor: '1',
    epoch: (await own.as(
      demo.theo,
      async (sql) =>
        (await sql`select (public.list_tickets(${demo.harbor}) ->> 'epoch')::int as epoch`)[0]!.epoch,
    )) as number,
  };
  let pages = 0;
  while (state === 'more') {
    const answer = ChangesContract.parse(
      await own.as(
        demo.theo,
        async (sql) =>
          (
            await sql`select public.changes_since(${demo.harbor}, ${since.cursor}, ${since.epoch}) as answer`
          )[0]!.answer,
      ),
    );
    if (answer.state === 'reset') throw new Error('reset');
    for (const ticket of answer.tickets) seen.add(ticket.number);
    since = answer;
    state = answer.state;
    pages += 1;
  }
  expect(seen.size).toBe(260);
  expect(pages).toBeGreaterThan(2);
});

test('a ticket that becomes restricted comes as gone for a reader who may not see it any more', async () => {
  const page = await list(demo.theo);
  await database.sql`update public.tickets set is_restricted = true where number = 2417`;
  await touch(2417);
  expect(level(await changes(demo.theo, page)).gone).toContain(demo.ticketId(2417));
  expect(
    level(await changes(demo.sam, { ...page, epoch: (await list(demo.sam)).epoch })).tickets.map(
      (t) => t.number,
    ),
  ).toContain(2417);
  await database.sql`update public.tickets set is_restricted = false where number = 2417`;
});

test('a changed role or grant, a cursor from the future and a foreign guild answer reset', async () => {
  await using own = await demo.openDemoDatabase();
  const read = async (person: string, call: string, ...values: (string | number)[]) =>
    own.as(
      person,
      async (sql) => (await sql.unsafe(`select ${call} as answer`, values))[0]!.answer as { state: string },
    );
  const page = TicketPage.parse(await read(demo.theo, 'public.list_tickets($1)', demo.harbor));
  const state = async (cursor = page.cursor, guild = demo.harbor) =>
    (await read(demo.theo, 'public.changes_since($1, $2, $3)', guild, cursor, page.epoch)).state;
  expect(await state()).toBe('level');
  expect(await state('999999999999')).toBe('reset');
  expect(await state("1'; drop table x")).toBe('reset');
  expect(await state(page.cursor, demo.glasshouse)).toBe('reset');
  await own.sql`update public.grants set level = 'viewer' where role_id = ${demo.supportCrew}`;
  expect(await state()).toBe('reset');
});

test('reading marks never go back and are one’s own', async () => {
  const id = demo.ticketId(2421);
  const mark = (revision: number) =>
    database.as(demo.ines, (sql) => sql`select public.mark_read(${id}, ${revision})`);
  await mark(3);
  await mark(2);
  const [row] =
    await database.sql`select revision::int from public.read_marks where ticket_id = ${id} and person_id = ${demo.ines}`;
  expect(row!.revision).toBe(3);
  expect((await list(demo.ines)).tickets.find((ticket) => ticket.number === 2421)!.unread).toBe(1);
});
