import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AuditPage } from '../../contracts/audit.ts';
import { Blocks } from '../../contracts/blocks.ts';
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
/** Puts a member or a role on a guild's list. Gives the entry's id and version. */
async function block(own: TestDatabase, by: string, guild: string, setting: object, id = randomUUID()) {
  const save = 'public.save_block($1, $2, $3::text::jsonb)';
  return { id, version: String(await ask(own, by, save, guild, id, JSON.stringify(setting))) };
}
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

describe('a person on the block list opens no ticket', () => {
  test('a member, by their id, whether they were ever seen or not; and again once they are off it', async () => {
    await using own = await demo.openDemoDatabase();
    const entry = { person_id: nobodyKnown, reason: 'spam' };
    const { id, version } = await block(own, demo.sam, demo.harbor, entry);
    await expect(opens(own, nobodyKnown, [])).rejects.toSatisfy(refusedWith('TF016'));
    expect(await ask(own, demo.sam, 'public.remove_block($1, $2, $3)', demo.harbor, id, version)).toBe(true);
    await opens(own, nobodyKnown, []);
  });

  test('every holder of a role on it, and nobody else', async () => {
    await using own = await demo.openDemoDatabase();
    await block(own, demo.sam, demo.harbor, { role_id: seasonPass });
    await expect(opens(own, demo.kestrel, [seasonPass])).rejects.toSatisfy(refusedWith('TF016'));
    await opens(own, demo.moth, []);
  });

  test('in that guild alone', async () => {
    await using own = await demo.openDemoDatabase();
    await block(own, demo.kestrel, demo.glasshouse, { person_id: demo.moth });
    await opens(own, demo.moth, []);
  });
});

describe('managers keep the list', () => {
  test('with reasons, latest first, each change in the audit log', async () => {
    await using own = await demo.openDemoDatabase();
    const { id, version } = await block(own, demo.sam, demo.harbor, { person_id: demo.moth, reason: 'spam' });
    await block(own, demo.sam, demo.harbor, { role_id: seasonPass, reason: 'not yet' });
    const change = 'public.save_block($1, $2, $3::text::jsonb, $4)';
    await ask(own, demo.sam, change, demo.harbor, id, '{"reason": "spam, twice"}', version);
    const list = Blocks.parse(await ask(own, demo.sam, 'public.read_blocks($1)', demo.harbor));
    expect(list.rows.map(({ reason }) => reason)).toEqual(['not yet', 'spam, twice']);
    expect(list.people.map(({ name }) => name)).toContain('moth');
    const log = AuditPage.parse(await ask(own, demo.noor, 'public.read_audit_log($1)', demo.harbor));
    expect(log.entries.slice(0, 3)).toMatchObject([
      { action: 'change_block', before: { reason: 'spam' }, after: { name: 'moth', reason: 'spam, twice' } },
      { action: 'add_block', after: { role_id: seasonPass, name: 'Season pass' } },
      { action: 'add_block', target: `block:${id}`, actor_id: demo.sam, before: null },
    ]);
  });

  test.each([
    ['an agent', demo.theo],
    ['a requester', demo.marlowe],
    ['the owner of another guild', demo.kestrel],
  ])('%s does not', async (_, person) => {
    expect(await ask(database, person, 'public.read_blocks($1)', demo.harbor)).toBeNull();
    for (const entry of [{ person_id: seasonPass }, { role_id: seasonPass }])
      await expect(block(database, person, demo.harbor, entry)).rejects.toSatisfy(refusedWith('TF005'));
  });

  test('what is neither a member nor a role of the guild is refused in words', async () => {
    for (const entry of [
      { person_id: 'moth' },
      { role_id: '1180000000000000321' },
      { role_id: demo.harbor },
      { person_id: demo.moth, role_id: seasonPass },
      {},
      { person_id: demo.moth, guild_id: demo.glasshouse },
    ])
      await expect(block(database, demo.sam, demo.harbor, entry)).rejects.toSatisfy(refusedWith('TF014'));
  });

  test('who is on it already is refused a second time, and the field is named', async () => {
    await using own = await demo.openDemoDatabase();
    await block(own, demo.sam, demo.harbor, { person_id: demo.moth });
    await expect(block(own, demo.sam, demo.harbor, { person_id: demo.moth })).rejects.toMatchObject({
      code: 'TF022',
      detail: '{"field": "person_id"}',
    });
  });

  test('a role that Discord no longer has leaves it, and the log says so', async () => {
    await using own = await demo.openDemoDatabase();
    await block(own, demo.sam, demo.harbor, { role_id: seasonPass });
    await own.sql`delete from public.roles where id = ${seasonPass}`;
    const log = AuditPage.parse(await ask(own, demo.noor, 'public.read_audit_log($1)', demo.harbor));
    expect(log.entries[0]).toMatchObject({
      action: 'remove_block',
      actor_id: null,
      before: { name: 'Season pass' },
      after: null,
    });
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
