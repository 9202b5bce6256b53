import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FoundMessages } from '../../contracts/search.ts';
import * as demo from '../demo-database.ts';
import type { TestDatabase } from '../test-database.ts';

// Said in every kind of place: a ticket of each category, a note, a restricted ticket, the other guild.
const word = 'wyrmglass';
const places = [
  [demo.harbor, 2418, 'message', 1],
  [demo.harbor, 2418, 'note', 2],
  [demo.harbor, 2420, 'message', 3],
  [demo.harbor, 2404, 'message', 4],
  [demo.harbor, 2404, 'note', 5],
  [demo.glasshouse, 11, 'message', 6],
] as const;

let database: TestDatabase;
beforeAll(async () => {
  database = await demo.openDemoDatabase();
  for (const [guild, number, kind, place] of places)
    await database.sql`insert into public.messages (guild_id, ticket_id, kind, author_id, body, position, created_at, made_in, revision)
      select guild_id, id, ${kind}, requester_id, ${`The ${word} broke, ${place}`}, ${String(place).padStart(20, '0')},
        now() - make_interval(mins => ${place}), 1, 1
      from public.tickets where guild_id = ${guild} and number = ${number}`;
});
afterAll(() => database[Symbol.asyncDispose]());

async function search(person: string, words: string, guild: string = demo.harbor, more: object = {}) {
  const {
    before_at = null,
    before_id = null,
    page_size = 50,
  } = more as Record<string, string | number | null>;
  const [row] = await database.as(
    person,
    (sql) =>
      sql`select public.search_messages(${guild}, ${words}, ${before_at}, ${before_id}, ${page_size}) as found`,
  );
  return FoundMessages.parse(row!.found);
}
const found = async (...asked: Parameters<typeof search>) =>
  (await search(...asked)).messages.map(({ kind, ticket }) => `${ticket.number} ${kind}`);

describe('who finds what', () => {
  test.each([
    [
      'the owner: everything, notes and restricted tickets too',
      demo.noor,
      ['2418 message', '2418 note', '2420 message', '2404 message', '2404 note'],
    ],
    ['an agent: nothing of restricted tickets', demo.theo, ['2418 message', '2418 note', '2420 message']],
    ['a requester: what was said in their tickets, never a note', demo.marlowe, ['2418 message']],
    ['the requester of a restricted ticket: the same', demo.moth, ['2404 message']],
    ['an agent of another guild: nothing here', demo.oddpenguin, []],
    ['a stranger: nothing', demo.stranger, []],
  ])('%s', async (_, person, expected) => {
    expect(await found(person, word)).toEqual(expected);
  });

  test('an agent who was added to a restricted ticket finds its words, and its notes', async () => {
    await using own = await demo.openDemoDatabase();
    await own.sql`insert into public.messages (guild_id, ticket_id, kind, body, position, created_at, made_in, revision)
      select guild_id, id, 'note', ${word}, '00000000000000000001', now(), 1, 1 from public.tickets where number = 2404`;
    const count = () =>
      own.as(
        demo.theo,
        async (sql) =>
          (
            await sql`select jsonb_array_length(public.search_messages(${demo.harbor}, ${word}) -> 'messages') as n`
          )[0]!.n as number,
      );
    expect(await count()).toBe(0);
    await own.sql`insert into public.ticket_participants (guild_id, ticket_id, person_id)
      select guild_id, id, ${demo.theo} from public.tickets where number = 2404`;
    expect(await count()).toBe(1);
  });

  test('nobody finds anything of a guild by naming another', async () => {
    expect(await found(demo.theo, word, demo.glasshouse)).toEqual([]);
    expect(await found(demo.kestrel, word, demo.glasshouse)).toEqual(['11 message']);
  });

  test('nobody signed in: refused', async () => {
    await expect(
      database.asRole('anon', (sql) => sql`select public.search_messages(${demo.harbor}, ${word})`),
    ).rejects.toThrow('permission denied');
  });
});

test('words are found in any order and case, a phrase in its own, and what is deleted not at all', async () => {
  expect(await found(demo.theo, 'broke THE Wyrmglass 3')).toEqual(['2420 message']);
  expect(await found(demo.theo, '"wyrmglass broke" 3')).toEqual(['2420 message']);
  expect(await found(demo.theo, '"broke wyrmglass"')).toEqual([]);
  expect(await found(demo.theo, `${word} -3`)).toEqual(['2418 message', '2418 note']);
  expect(await found(demo.theo, '')).toEqual([]);
});

test('older ones come page by page', async () => {
  const first = await search(demo.noor, word, demo.harbor, { page_size: 2 });
  const last = first.messages.at(-1)!;
  const second = await search(demo.noor, word, demo.harbor, {
    page_size: 3,
    before_at: last.created_at,
    before_id: last.id,
  });
  const [all, ids] = [await search(demo.noor, word), new Set<string>()];
  for (const { id } of [...first.messages, ...second.messages]) ids.add(id);
  expect([...ids]).toEqual(all.messages.map(({ id }) => id));
});
