import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as demo from '../demo-database.ts';
import { accountOf, type TestDatabase } from '../test-database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await demo.openDemoDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());

type Extension = 'broadcast' | 'presence';

/**
 * Whether a person may join a private topic, asked as Realtime asks: a row of that topic and extension is put in by the owner
 * of the table, read as the person, and taken back.
 */
async function mayJoin(person: string, topic: string, extension: Extension = 'broadcast'): Promise<boolean> {
  const user = await accountOf(database.sql, person);
  const id = randomUUID();
  return database.asRole('supabase_admin', async (sql) => {
    await sql`insert into realtime.messages (id, topic, extension) values (${id}, ${topic}, ${extension})`;
    await takeOn(sql, user, topic);
    const seen = await sql`select id from realtime.messages where id = ${id}`;
    await sql`reset role`;
    await sql`delete from realtime.messages where id = ${id}`;
    return seen.length === 1;
  });
}

/** Whether a person may say something on a topic themselves, asked as Realtime asks: by an insert as them. */
async function maySay(person: string, topic: string, extension: Extension): Promise<boolean> {
  const user = await accountOf(database.sql, person);
  return database
    .asRole('supabase_admin', async (sql) => {
      await takeOn(sql, user, topic);
      await sql`insert into realtime.messages (topic, extension) values (${topic}, ${extension})`;
      return true;
    })
    .catch((error: { code?: string }) => {
      if (error.code === '42501') return false;
      throw error;
    });
}

async function takeOn(
  sql: Parameters<Parameters<TestDatabase['asRole']>[1]>[0],
  user: string,
  topic: string,
) {
  await sql`select set_config('role', 'authenticated', true), set_config('realtime.topic', ${topic}, true),
    set_config('request.jwt.claims', ${JSON.stringify({ sub: user, role: 'authenticated' })}, true),
    set_config('request.jwt.claim.sub', ${user}, true)`;
}

const guild = `guild:${demo.harbor}`;
const ticket = (number: number) => `ticket:${demo.ticketId(number)}`;
const presence = (number: number) => `${ticket(number)}:presence`;

describe('who hears the pokes of what', () => {
  test.each([
    ['an agent: their guild', demo.theo, guild, true],
    ['an agent: another guild', demo.theo, `guild:${demo.glasshouse}`, false],
    ['a requester: the guild', demo.marlowe, guild, false],
    ['a stranger: the guild', demo.stranger, guild, false],
    ['an agent: a ticket', demo.theo, ticket(2418), true],
    ['an agent: a restricted ticket', demo.theo, ticket(2404), false],
    ['a manager: a restricted ticket', demo.sam, ticket(2404), true],
    ['a requester: their ticket', demo.marlowe, ticket(2418), true],
    ['a requester: another’s ticket', demo.kestrel, ticket(2418), false],
    ['an agent: a ticket of another guild', demo.theo, ticket(11), false],
    [
      'an agent: a topic that looks like a ticket',
      demo.theo,
      'ticket:------------------------------------',
      false,
    ],
    ['an agent: a topic of another kind', demo.theo, 'anything', false],
    ['an agent: a presence topic, as broadcast', demo.theo, presence(2418), false],
  ])('%s', async (_, person, topic, expected) => {
    expect(await mayJoin(person, topic)).toBe(expected);
  });

  test('each person hears their own topic and no other’s', async () => {
    const own = `user:${await accountOf(database.sql, demo.theo)}`;
    expect(await mayJoin(demo.theo, own)).toBe(true);
    expect(await mayJoin(demo.noor, own)).toBe(false);
  });

  test('a role taken away ends it at the next join', async () => {
    await using own = await demo.openDemoDatabase();
    const outer = database;
    database = own;
    try {
      expect(await mayJoin(demo.theo, guild)).toBe(true);
      await own.sql`update public.members set role_ids = '{}' where person_id = ${demo.theo}`;
      expect(await mayJoin(demo.theo, guild)).toBe(false);
      expect(await mayJoin(demo.theo, ticket(2418))).toBe(false);
    } finally {
      database = outer;
    }
  });
});

describe('who speaks', () => {
  test.each([guild, ticket(2418), presence(2418)])(
    'nobody broadcasts on %s, the owner included',
    async (topic) => {
      for (const person of [demo.noor, demo.theo, demo.marlowe, demo.stranger])
        expect(await maySay(person, topic, 'broadcast')).toBe(false);
    },
  );

  test('agents say on a ticket’s presence topic that they are there; viewers, requesters and strangers do not', async () => {
    expect(await maySay(demo.theo, presence(2418), 'presence')).toBe(true);
    expect(await mayJoin(demo.theo, presence(2418), 'presence')).toBe(true);
    for (const person of [demo.marlowe, demo.kestrel, demo.stranger])
      expect(await maySay(person, presence(2418), 'presence')).toBe(false);
    expect(await maySay(demo.theo, presence(2404), 'presence')).toBe(false);
    expect(await maySay(demo.theo, ticket(2418), 'presence')).toBe(false);
  });
});
