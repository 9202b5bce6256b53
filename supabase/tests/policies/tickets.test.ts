import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as demo from '../demo-database.ts';
import type { TestDatabase, Transaction } from '../test-database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await demo.openDemoDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());

const numbers = async (sql: Transaction) =>
  (await sql`select number from public.tickets order by number`).map((row) => row.number as number);
const open = [2413, 2414, 2416, 2417, 2418, 2420, 2421];
const closed = [1421, 1880, 2197];

describe('who sees which tickets', () => {
  test.each([
    ['the owner: all of the guild, restricted ones too', demo.noor, [...closed, 2404, ...open]],
    ['a manager: all, restricted ones too', demo.sam, [...closed, 2404, ...open]],
    ['an agent: all but restricted ones', demo.theo, [...closed, ...open]],
    ['a requester: their own', demo.marlowe, [...closed, 2418]],
    ['the requester of a restricted ticket: their own', demo.moth, [2404]],
    ['an agent of another guild: that guild, and what they asked here', demo.oddpenguin, [11, 2414]],
    ['the owner of another guild: that guild, and what they asked here', demo.kestrel, [11, 2420]],
    ['a stranger: nothing', demo.stranger, []],
  ])('%s', async (_, person, expected) => {
    expect(await database.as(person, numbers)).toEqual(expected);
  });

  test('nobody signed in: refused', async () => {
    await expect(database.asRole('anon', numbers)).rejects.toThrow('permission denied');
  });

  test('an assignee sees a restricted ticket, and no longer when their roles are gone', async () => {
    await using own = await demo.openDemoDatabase();
    await own.sql`update public.tickets set assignee_id = ${demo.theo} where number = 2404`;
    expect(await own.as(demo.theo, numbers)).toContain(2404);
    await own.sql`select private.set_member_roles(${demo.harbor}, ${own.sql.json({
      person: {
        id: demo.theo,
        username: 'theo.l',
        display_name: 'Theo Lindqvist',
        avatar_hash: null,
        is_bot: false,
      },
      nick: null,
      role_ids: [],
    })}, false)`;
    expect(await own.as(demo.theo, numbers)).toEqual([]);
  });

  test('a role that grants one category opens that category alone', async () => {
    await using own = await demo.openDemoDatabase();
    await own.sql`update public.grants set category_id = ${demo.account} where role_id = ${demo.supportCrew}`;
    expect(await own.as(demo.ines, numbers)).toEqual([1421, 1880, 2414, 2417, 2420]);
  });

  test('roles that the bot does not keep true open nothing', async () => {
    await using own = await demo.openDemoDatabase();
    await own.sql`update public.members set is_mirrored = false where person_id = ${demo.theo}`;
    expect(await own.as(demo.theo, numbers)).toEqual([]);
  });

  test('when the roles were last seen too long ago, only the owner still sees', async () => {
    await using own = await demo.openDemoDatabase();
    await own.sql`update public.guilds set access_seen_at = now() - interval '61 minutes'`;
    expect(await own.as(demo.sam, numbers)).toEqual([]);
    expect(await own.as(demo.noor, numbers)).toHaveLength(11);
  });

  test('a guild that the bot has left shows nothing to anybody', async () => {
    await using own = await demo.openDemoDatabase();
    await own.sql`select private.set_guild_status(${demo.harbor}, 'left')`;
    for (const person of [demo.noor, demo.sam, demo.theo, demo.marlowe])
      expect(await own.as(person, numbers)).toEqual([]);
  });

  test('somebody with two Discord identities is nobody', async () => {
    await using own = await demo.openDemoDatabase();
    expect(await own.as(demo.noor, numbers)).toHaveLength(11);
    const [account] = await own.sql`select user_id from auth.identities where provider_id = ${demo.noor}`;
    await own.sql`insert into auth.identities (provider_id, user_id, identity_data, provider)
      values ('1180000000000000998', ${account!.user_id as string}, '{}', 'discord')`;
    expect(await own.as(demo.noor, numbers)).toEqual([]);
  });
});

test.each([
  [
    'insert',
    `insert into public.tickets (guild_id, number, category_id, requester_id, subject) values ('${demo.harbor}', 1, '${demo.purchases}', '${demo.noor}', 'x')`,
  ],
  ['update', `update public.tickets set subject = 'x'`],
  ['delete', `delete from public.tickets`],
])('not even the owner may %s tickets past the functions', async (_, statement) => {
  await expect(database.as(demo.noor, (sql) => sql.unsafe(statement))).rejects.toThrow('permission denied');
});
