import { expect } from 'vitest';
import { demoTest } from './demo-test.ts';
import { eventually } from './eventually.ts';
import {
  harbor,
  ines,
  kestrel,
  levelsOf,
  marlowe,
  noor,
  outcomes,
  sam,
  supportCrew,
  theo,
  type Demo,
} from './start-demo.ts';

const master = '1180000000000000301';
const watch = '1180000000000000308';
const test = demoTest();
test.beforeEach(({ demo }) => demo.discord.clearFaults());

/** Presses the desk's button as an admin, and waits until the bot has compared. Gives the entry's outcome. */
async function compare(demo: Demo) {
  const [known] = await demo.sql`select count(*)::int as n from public.outbox where kind = 'compare_access'`;
  await demo.as(noor, (sql) => sql`select public.compare_access(${harbor})`);
  const settled = await outcomes(demo, 'compare_access');
  expect(settled).toHaveLength((known?.n as number) + 1);
  return settled.at(-1)!;
}

const comparedAt = async (demo: Demo) =>
  (await demo.sql`select compared_at from public.guilds where id = ${harbor}`)[0]?.compared_at as Date | null;

const counts = async (demo: Demo) => {
  const rows = await demo.sql<{ id: string; member_count: number | null }[]>`
    select id, member_count from public.roles where guild_id = ${harbor}`;
  return Object.fromEntries(rows.map(({ id, member_count }) => [id, member_count]));
};

const countRequests = async (demo: Demo) =>
  (await demo.discord.requests()).filter(({ route }) => route === '/guilds/:guild/roles/member-counts');

test('at ready every guild is compared and its roles are counted, by one request for each', async ({
  demo,
}) => {
  await eventually('it is noted', async () => {
    const rows = await demo.sql`select from public.guilds where compared_at is null`;
    return rows.length === 0;
  });
  expect((await countRequests(demo)).map(({ path }) => path).sort()).toEqual([
    `/guilds/${harbor}/roles/member-counts`,
    '/guilds/1180000000000000002/roles/member-counts',
  ]);
  expect(await counts(demo)).toMatchObject({ [supportCrew]: 3, [watch]: 0, [harbor]: 13 });
});

test('a mirror that was altered by hand in the database is put right by the button', async ({ demo }) => {
  const { discord, sql } = demo;
  await sql`update public.members set role_ids = ${[master]} where person_id = ${theo} and guild_id = ${harbor}`;
  await sql`update public.members set role_ids = '{}' where person_id = ${ines} and guild_id = ${harbor}`;
  await sql`update public.members set left_at = now() where person_id = ${sam} and guild_id = ${harbor}`;
  await sql`update public.members set left_at = null, is_mirrored = true, role_ids = ${[supportCrew]}
    where person_id = '1180000000000000208' and guild_id = ${harbor}`;
  await sql`update public.roles set can_manage_guild = true, name = 'Wtach' where id = ${watch}`;
  await sql`insert into public.roles (guild_id, id, name) values (${harbor}, '1180000000000000399', 'Invented')`;
  await sql`insert into public.grants (guild_id, role_id, level) values (${harbor}, '1180000000000000399', 'admin')`;
  await sql`update public.guilds set owner_id = ${marlowe} where id = ${harbor}`;
  // An admin by these rows presses the button.
  await demo.as(theo, (tx) => tx`select public.compare_access(${harbor})`);
  await outcomes(demo, 'compare_access');
  expect(await levelsOf(demo, theo)).toEqual([2]);
  expect(await levelsOf(demo, ines)).toEqual([2]);
  expect(await levelsOf(demo, '1180000000000000208')).toEqual([]);
  expect(await levelsOf(demo, marlowe)).toEqual([]);
  expect(await levelsOf(demo, noor)).toContain(4);
  expect((await sql`select name, can_manage_guild from public.roles where id = ${watch}`)[0]).toEqual({
    name: 'Watch',
    can_manage_guild: false,
  });
  expect(await sql`select from public.grants where role_id = '1180000000000000399'`).toHaveLength(0);
  expect((await discord.memberRequests()).every(({ user_ids }) => user_ids !== undefined)).toBe(true);
});

test('the button’s outcome and the time of the comparison are there together, and the guild’s desks are poked', async ({
  demo,
}) => {
  const before = await comparedAt(demo);
  await demo.sql`update private.guild_pokes set poked_at = '-infinity'`;
  expect(await compare(demo)).toMatchObject({ outcome: 'done', reason: null });
  expect((await comparedAt(demo))!.getTime()).toBeGreaterThan(before!.getTime());
  const [poke] = await demo.sql`
    select from realtime.messages where topic = ${`guild:${harbor}`} order by inserted_at desc limit 1`;
  expect(poke).toBeDefined();
});

test('Discord not counting its members fails no comparison: the old counts stay, and the log says so', async ({
  demo,
}) => {
  const { discord } = demo;
  await discord.giveRole({ as: noor, guild: harbor, to: kestrel, role: watch });
  await discord.failNext({
    path: '/roles/member-counts',
    status: 403,
    body: { code: 50001, message: 'Missing Access' },
  });
  const before = await comparedAt(demo);
  expect((await compare(demo)).outcome).toBe('done');
  expect((await comparedAt(demo))!.getTime()).toBeGreaterThan(before!.getTime());
  expect((await counts(demo))[watch]).toBe(0);
  expect(demo.bot.lines.some((line) => line.includes('could not be counted by role'))).toBe(true);
  expect((await compare(demo)).outcome).toBe('done');
  expect((await counts(demo))[watch]).toBe(1);
});

test('a fresh session compares again, and asks for no counts that were told a moment ago', async ({
  demo,
}) => {
  const { discord } = demo;
  const before = (await countRequests(demo)).length;
  const compared = await comparedAt(demo);
  await discord.invalidateSession(false);
  await eventually(
    'it is noted',
    async () => (await comparedAt(demo))!.getTime() > compared!.getTime(),
    15_000,
  );
  expect(await countRequests(demo)).toHaveLength(before);
});

test('roles are sent with whether they belong to a bot', async ({ demo }) => {
  const rows = await demo.sql<{ id: string }[]>`
    select id from public.roles where guild_id = ${harbor} and is_managed`;
  expect(rows.map(({ id }) => id)).toEqual(['1180000000000000309']);
});

test('a guild that the bot has left while the button’s entry waited is not compared, and the entry is settled', async ({
  demo,
}) => {
  const { discord } = demo;
  await discord.holdGateway();
  try {
    await discord.removeBot(harbor);
    await demo.as(noor, (sql) => sql`select public.compare_access(${harbor})`);
    await eventually('it was tried', async () => {
      const [entry] =
        await demo.sql`select from public.outbox where kind = 'compare_access' and settled_at is null and attempts > 0`;
      return entry;
    });
  } finally {
    await discord.releaseGateway();
  }
  const status = async () =>
    (await demo.sql`select status from public.guilds where id = ${harbor}`)[0]?.status;
  await eventually('it is left', async () => (await status()) === 'left');
  await discord.addBot(harbor);
  await eventually('it is back', async () => (await status()) === 'active', 15_000);
  expect((await outcomes(demo, 'compare_access')).at(-1)?.outcome).toBe('done');
});
