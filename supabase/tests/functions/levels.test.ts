import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Access, MyAccess, ViewAs } from '../../contracts/access.ts';
import { TicketPage } from '../../contracts/ticket.ts';
import * as demo from '../demo-database.ts';
import { accountOf, type TestDatabase } from '../test-database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await demo.openDemoDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());

const captain = '1180000000000000304';
const watch = '1180000000000000308';
const harborMaster = '1180000000000000301';

type Value = string | null;
const ask = (own: TestDatabase, person: string, call: string, ...values: Value[]) =>
  own.as(person, async (sql) => (await sql.unsafe(`select ${call} as answer`, values))[0]!.answer as unknown);
const setLevel = (
  own: TestDatabase,
  person: string,
  role: string,
  category: Value,
  level: Value,
  guild = demo.harbor,
) => ask(own, person, 'public.set_level($1, $2, $3, $4)', guild, role, category, level);
const code = (error: { code?: string }) => error.code;
const pokesOf = async (own: TestDatabase, person: string) =>
  (await own.sql`select from realtime.messages where topic = ${`user:${await accountOf(own.sql, person)}`}`)
    .length;

describe('an admin sets levels', () => {
  test('a level given to a role opens tickets to its holders at the next query, and giving back what was before closes them', async () => {
    await using own = await demo.openDemoDatabase();
    const sees = () =>
      own.as(
        demo.ines,
        async (sql) => (await sql`select from public.tickets where status <> 'closed'`).length,
      );
    await own.sql`update public.members set role_ids = array[${captain}] where person_id = ${demo.ines}`;
    await own.sql`update public.tickets set assignee_id = null where assignee_id = ${demo.ines}`;
    expect(await sees()).toBe(0);
    expect(await setLevel(own, demo.noor, captain, demo.account, 'agent')).toBeNull();
    expect(await sees()).toBe(1);
    expect(await setLevel(own, demo.noor, captain, demo.account, null)).toBe('agent');
    expect(await sees()).toBe(0);
  });

  test('a holder of the role is told at once, and the change stands in the audit log with what was before', async () => {
    await using own = await demo.openDemoDatabase();
    const before = await pokesOf(own, demo.theo);
    await setLevel(own, demo.noor, demo.supportCrew, null, 'viewer');
    expect(await pokesOf(own, demo.theo)).toBe(before + 1);
    expect(await pokesOf(own, demo.noor)).toBe(0);
    const [entry] = await own.sql`select * from public.audit_log order by id desc limit 1`;
    expect(entry).toMatchObject({
      actor_id: demo.noor,
      action: 'set_level',
      target: `role:${demo.supportCrew}`,
      before: { role: 'Support crew', category: null, level: 'agent' },
      after: { role: 'Support crew', category: null, level: 'viewer' },
    });
  });

  test('Discord follows where it changes who may answer: the overwrites of open channels, once each', async () => {
    await using own = await demo.openDemoDatabase();
    const queued = async () =>
      (await own.sql`select from public.outbox where kind = 'set_overwrites' and settled_at is null`).length;
    await setLevel(own, demo.noor, captain, null, 'viewer');
    expect(await queued()).toBe(0);
    await setLevel(own, demo.noor, captain, null, 'agent');
    const open = await queued();
    expect(open).toBe(8);
    await setLevel(own, demo.noor, captain, null, 'manager');
    expect(await queued()).toBe(open);
  });

  test.each([
    ['a manager', demo.sam, demo.harbor],
    ['an agent', demo.theo, demo.harbor],
    ['a requester', demo.marlowe, demo.harbor],
    ['the owner of another guild', demo.kestrel, demo.harbor],
    ['anybody, in a guild that does not exist', demo.noor, '1180000000000000777'],
  ])('%s may not', async (_, person, guild) => {
    await expect(setLevel(database, person, captain, null, 'agent', guild)).rejects.toSatisfy(
      (error: { code?: string }) => code(error) === 'TF005',
    );
  });

  test.each([
    ['a role of another guild', '1180000000000000321', null, 'agent'],
    ['a category of another guild', captain, '5f0c0000-0000-4000-8000-000000000021', 'agent'],
    ['a level that there is not', captain, null, 'owner'],
    ['admin in one category', captain, demo.account, 'admin'],
  ])('%s is refused in words', async (_, role, category, level) => {
    await expect(setLevel(database, demo.noor, role, category, level)).rejects.toSatisfy(
      (error: { code?: string }) => code(error) === 'TF014',
    );
  });

  test('nobody takes their own admin level away by mistake; another admin can', async () => {
    await using own = await demo.openDemoDatabase();
    await setLevel(own, demo.noor, demo.supportCrew, null, 'admin');
    await expect(setLevel(own, demo.theo, demo.supportCrew, null, 'agent')).rejects.toSatisfy(
      (error: { code?: string }) => code(error) === 'TF015',
    );
    expect(await setLevel(own, demo.noor, demo.supportCrew, null, 'agent')).toBe('admin');
  });
});

describe('what admins read', () => {
  test('every role with what is set; nothing for anybody else', async () => {
    const access = Access.parse(await ask(database, demo.noor, 'public.read_access($1)', demo.harbor));
    expect(access.roles.map((role) => role.name).slice(0, 3)).toEqual([
      'Harbor master',
      'Harbor Desk',
      'Support lead',
    ]);
    expect(access.grants).toContainEqual({ role_id: watch, category_id: null, level: 'viewer' });
    expect(access.owner?.name).toBe('Noor Haddad');
    for (const person of [demo.sam, demo.theo, demo.marlowe, demo.kestrel, demo.stranger])
      expect(await ask(database, person, 'public.read_access($1)', demo.harbor)).toBeNull();
  });

  test('a comparison is asked for once, however often the button is pressed, and by admins alone', async () => {
    await using own = await demo.openDemoDatabase();
    for (let n = 0; n < 3; n += 1) await ask(own, demo.noor, 'public.compare_access($1)', demo.harbor);
    expect(await own.sql`select from public.outbox where kind = 'compare_access'`).toHaveLength(1);
    await expect(ask(own, demo.sam, 'public.compare_access($1)', demo.harbor)).rejects.toSatisfy(
      (error: { code?: string }) => code(error) === 'TF005',
    );
  });
});

describe('viewing as a role', () => {
  const viewAs = async (own: TestDatabase, role: string) =>
    ViewAs.parse(await ask(own, demo.noor, 'public.view_as($1, $2)', demo.harbor, role));

  test('shows what its holder would see by the policies themselves: the same count as a real holder’s', async () => {
    await using own = await demo.openDemoDatabase();
    await setLevel(own, demo.noor, captain, demo.account, 'agent');
    await setLevel(own, demo.noor, captain, demo.purchases, 'viewer');
    const view = await viewAs(own, captain);
    await own.sql`update public.members set role_ids = array[${captain}] where person_id = ${demo.ines}`;
    await own.sql`update public.tickets set assignee_id = null where assignee_id = ${demo.ines}`;
    const real = await own.as(
      demo.ines,
      async (sql) =>
        (
          await sql`select from public.tickets t join public.ticket_heads h on h.ticket_id = t.id where h.is_open`
        ).length,
    );
    expect(view).toMatchObject({ open: real, open_in_all: 8, level: null, sees_restricted: false });
    expect(real).toBeGreaterThan(0);
    const levels = Object.fromEntries(view.categories.map(({ id, level }) => [id, level]));
    expect(levels).toEqual({ [demo.account]: 'agent', [demo.purchases]: 'viewer' });
    const list = TicketPage.parse(
      await ask(own, demo.noor, 'public.list_tickets_as($1, $2)', demo.harbor, captain),
    );
    expect(list.tickets).toHaveLength(real);
  });

  test('a role that may manage the guild sees all, restricted tickets too; one without a level sees nothing', async () => {
    expect(await viewAs(database, harborMaster)).toMatchObject({
      open: 8,
      level: 'admin',
      sees_restricted: true,
    });
    expect(await viewAs(database, captain)).toMatchObject({ open: 0, level: null, categories: [] });
  });

  test('tells who is known to hold it, and how many hold more by another role', async () => {
    const { holders } = await viewAs(database, demo.supportCrew);
    expect(holders).toMatchObject({ known: 3, with_more: 1 });
  });

  test('ends with the call, and is nobody else’s to use', async () => {
    const after = await database.as(demo.noor, async (sql) => {
      await sql`select public.view_as(${demo.harbor}, ${captain})`;
      return sql`select from public.tickets where status <> 'closed'`;
    });
    expect(after).toHaveLength(8);
    for (const person of [demo.sam, demo.theo, demo.kestrel, demo.stranger])
      for (const call of ['public.view_as($1, $2)', 'public.list_tickets_as($1, $2)'])
        await expect(ask(database, person, call, demo.harbor, harborMaster)).rejects.toSatisfy(
          (error: { code?: string }) => code(error) === 'TF005',
        );
  });

  test('a person who sets it by hand without being an admin there still sees what is theirs', async () => {
    const seen = await database.as(demo.theo, async (sql) => {
      await sql`select set_config('ticketflow.view_as', ${`${demo.harbor}:${harborMaster}`}, true)`;
      return sql`select from public.tickets where is_restricted`;
    });
    expect(seen).toHaveLength(0);
  });
});

describe('why a screen has closed', () => {
  const myAccess = async (own: TestDatabase, person: string, guild = demo.harbor) =>
    MyAccess.parse(await ask(own, person, 'public.my_access($1)', guild));

  test('roles seen too long ago: told to those who work there, with the time', async () => {
    await using own = await demo.openDemoDatabase();
    await own.sql`update public.guilds set access_seen_at = now() - interval '2 hours'`;
    expect(await myAccess(own, demo.theo)).toMatchObject({
      state: 'stale',
      roles: [{ name: 'Support crew' }],
    });
    expect((await myAccess(own, demo.theo)).seen_at).not.toBeNull();
    expect(await myAccess(own, demo.noor)).toMatchObject({ state: 'open' });
    for (const person of [demo.marlowe, demo.stranger])
      expect(await myAccess(own, person)).toMatchObject({ state: 'none', seen_at: null });
  });

  test('the bot is gone, or the roles are: said apart; a stranger cannot tell a guild from none', async () => {
    await using own = await demo.openDemoDatabase();
    await own.sql`update public.members set role_ids = '{}' where person_id = ${demo.theo}`;
    expect(await myAccess(own, demo.theo)).toEqual({ state: 'none', seen_at: null, roles: [] });
    await own.sql`select private.set_guild_status(${demo.harbor}, 'left')`;
    expect(await myAccess(own, demo.sam)).toMatchObject({ state: 'left' });
    expect(await myAccess(own, demo.stranger)).toEqual(
      await myAccess(own, demo.stranger, '1180000000000000777'),
    );
  });
});
