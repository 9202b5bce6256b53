import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AuditPage } from '../../contracts/audit.ts';
import { Blocks } from '../../contracts/access.ts';
import * as demo from '../demo-database.ts';
import type { TestDatabase } from '../test-database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await demo.openDemoDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());

const seasonPass = '1180000000000000305';
const nobodyKnown = '1180000000000000888';

const ask = (own: TestDatabase, person: string, call: string, ...values: (string | null)[]) =>
  own.as(person, async (sql) => (await sql.unsafe(`select ${call} as answer`, values))[0]!.answer as unknown);
const refusedWith = (code: string) => (error: { code?: string }) => error.code === code;

let interaction = 1;
const opens = (own: TestDatabase, person: string, roles: string[]) =>
  own.asRole(
    'ticketflow_bot',
    (sql) =>
      sql`select private.open_ticket(${sql.json({
        guild_id: demo.harbor,
        category_id: demo.account,
        interaction_id: `11800000000000${String(50000 + interaction++)}`,
        source: 'panel',
        source_channel_id: null,
        subject: 'Locked out',
        answers: [],
        person: {
          id: person,
          username: 'somebody',
          display_name: 'Somebody',
          avatar_hash: null,
          is_bot: false,
        },
        nick: null,
        role_ids: roles,
      })})`,
  );

describe('whoever is on the block list opens no ticket', () => {
  test('a member, by his id, whether he was ever seen or not; and again once he is off it', async () => {
    await using own = await demo.openDemoDatabase();
    const block = await ask(own, demo.sam, `public.block_member($1, $2, 'spam')`, demo.harbor, nobodyKnown);
    await expect(opens(own, nobodyKnown, [])).rejects.toSatisfy(refusedWith('TF016'));
    expect(await ask(own, demo.sam, 'public.unblock($1, $2)', demo.harbor, block as string)).toBe(true);
    await opens(own, nobodyKnown, []);
  });

  test('every holder of a role on it, and nobody else', async () => {
    await using own = await demo.openDemoDatabase();
    await ask(own, demo.sam, 'public.block_role($1, $2)', demo.harbor, seasonPass);
    await expect(opens(own, demo.kestrel, [seasonPass])).rejects.toSatisfy(refusedWith('TF016'));
    await opens(own, demo.moth, []);
  });

  test('in that guild alone', async () => {
    await using own = await demo.openDemoDatabase();
    await ask(own, demo.kestrel, 'public.block_member($1, $2)', demo.glasshouse, demo.moth);
    await opens(own, demo.moth, []);
  });
});

describe('managers keep the list', () => {
  test('with reasons, latest first, each change in the audit log', async () => {
    await using own = await demo.openDemoDatabase();
    await ask(own, demo.sam, `public.block_member($1, $2, 'spam')`, demo.harbor, demo.moth);
    await ask(own, demo.sam, `public.block_role($1, $2, 'not yet')`, demo.harbor, seasonPass);
    await ask(own, demo.sam, `public.block_member($1, $2, 'spam, twice')`, demo.harbor, demo.moth);
    const list = Blocks.parse(await ask(own, demo.sam, 'public.read_blocks($1)', demo.harbor));
    expect(list.blocks.map(({ reason }) => reason)).toEqual(['not yet', 'spam, twice']);
    expect(list.people.map(({ name }) => name)).toContain('moth');
    const log = AuditPage.parse(await ask(own, demo.noor, 'public.read_audit_log($1)', demo.harbor));
    expect(log.entries.slice(0, 3)).toMatchObject([
      { action: 'block_member', before: { reason: 'spam' }, after: { name: 'moth', reason: 'spam, twice' } },
      { action: 'block_role', target: `role:${seasonPass}`, after: { name: 'Season pass' } },
      { action: 'block_member', actor_id: demo.sam, before: null },
    ]);
  });

  test.each([
    ['an agent', demo.theo],
    ['a requester', demo.marlowe],
    ['the owner of another guild', demo.kestrel],
  ])('%s does not', async (_, person) => {
    expect(await ask(database, person, 'public.read_blocks($1)', demo.harbor)).toBeNull();
    for (const call of ['public.block_member($1, $2)', 'public.block_role($1, $2)'])
      await expect(ask(database, person, call, demo.harbor, seasonPass)).rejects.toSatisfy(
        refusedWith('TF005'),
      );
  });

  test('what is neither a member nor a role of the guild is refused in words', async () => {
    for (const [call, id] of [
      ['public.block_member($1, $2)', 'moth'],
      ['public.block_role($1, $2)', '1180000000000000321'],
      ['public.block_role($1, $2)', demo.harbor],
    ] as const)
      await expect(ask(database, demo.sam, call, demo.harbor, id)).rejects.toSatisfy(refusedWith('TF014'));
  });
});

describe('finding people', () => {
  test('by a part of a name, for staff of the guild; the characters of a pattern are taken as they are', async () => {
    const names = async (person: string, text: string) =>
      (
        (await ask(database, person, 'public.find_people($1, $2)', demo.harbor, text)) as { name: string }[]
      ).map(({ name }) => name);
    expect(await names(demo.theo, 'MARL')).toEqual(['Marlowe']);
    expect(await names(demo.theo, demo.moth)).toEqual(['moth']);
    expect(await names(demo.theo, '%')).toEqual([]);
    expect(await names(demo.marlowe, 'marl')).toEqual([]);
    expect(await names(demo.kestrel, 'marl')).toEqual([]);
  });
});
