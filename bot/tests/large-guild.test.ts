import { expect } from 'vitest';
import { crowdId, withCrowd } from '../simulator/scenarios/crowd.ts';
import { harborLights } from '../simulator/scenarios/harbor-lights.ts';
import { demoTest } from './demo-test.ts';
import { eventually } from './eventually.ts';
import { harbor, noor, outcomes, startDemo, supportCrew, type Demo } from './start-demo.ts';

const size = 30_000;
const staffSize = 250;
const test = demoTest({
  start: () => startDemo(undefined, { isBotStarted: false, scenario: withCrowd(harborLights, harbor, size) }),
  // 250 of the crowd have signed in before, which makes the bot keep their roles true. The role that they had is gone by now.
  async prepare({ sql }) {
    const staff = Array.from({ length: staffSize }, (_, n) => crowdId(n));
    await sql`insert into public.people (id, username, display_name) select x, x, x from unnest(${staff}::text[]) x`;
    await sql`insert into public.members (guild_id, person_id, is_mirrored, role_ids) select ${harbor}, x, true, ${[supportCrew]} from unnest(${staff}::text[]) x`;
  },
});

const rows = async (demo: Demo) =>
  (
    await demo.sql`select (select count(*) from public.people)::int as people, (select count(*) from public.members)::int as members`
  )[0];

/** What the bot asked the gateway for in the large guild since the nth request. */
const asked = async (demo: Demo, after = 0) =>
  (await demo.discord.memberRequests()).slice(after).filter(({ guild_id }) => guild_id === harbor);

/** All who are asked for must be staff, in hundreds: the four of the demo, the owner among them, and the 250. */
async function expectStaffOnly(demo: Demo, requests: Awaited<ReturnType<typeof asked>>): Promise<void> {
  const ids = requests.map(({ user_ids }) => [user_ids ?? []].flat());
  expect(ids.map((one) => one.length).sort((a, b) => b - a)).toEqual([100, 100, staffSize + 4 - 200]);
  const staff = await demo.sql<{ id: string }[]>`select private.staff_to_compare(${harbor}) as id`;
  expect(ids.flat().sort()).toEqual(staff.map(({ id }) => id).sort());
  expect(requests.every(({ query }) => !query)).toBe(true);
}

test('a guild of 30,000 members costs its staff at start: asked for by id in hundreds, and nobody else stored', async ({
  demo,
}) => {
  const before = await rows(demo);
  demo.bot = await demo.start();
  // The bot works before a large guild is compared.
  await eventually('its first comparison is noted', async () => {
    const [guild] = await demo.sql`select compared_at from public.guilds where id = ${harbor}`;
    return guild?.compared_at;
  });
  await expectStaffOnly(demo, await asked(demo));
  expect(await rows(demo)).toEqual(before);
  const [stale] = await demo.sql`
    select count(*)::int as n from public.members where role_ids = ${[supportCrew]} and person_id like '119%'`;
  expect(stale?.n).toBe(0);
});

test('neither does it at a comparison, nor when members of the crowd get roles, come, go and talk', async ({
  demo,
}) => {
  const { discord } = demo;
  const before = await rows(demo);
  const known = (await discord.memberRequests()).length;
  const someone = (n: number) => crowdId(size - 1 - n);
  await discord.giveRole({ as: noor, guild: harbor, to: someone(0), role: supportCrew });
  await discord.leave({ as: someone(1), guild: harbor });
  await discord.join({ as: someone(1), guild: harbor });
  await discord.say({ as: someone(2), in: '1180000000000000405', text: 'ahoy' });
  await demo.as(noor, (sql) => sql`select public.compare_access(${harbor})`);
  await outcomes(demo, 'compare_access');
  await expectStaffOnly(demo, await asked(demo, known));
  expect(await rows(demo)).toEqual(before);
  const counted = async () =>
    (await demo.sql`select member_count from public.roles where id = ${supportCrew}`)[0]?.member_count;
  await eventually('Discord counts for the bot', async () => (await counted()) === 4);
  expect((await demo.sql`select member_count from public.roles where id = ${harbor}`)[0]?.member_count).toBe(
    size + 13,
  );
});

test('reading all members is never asked for, by the gateway or by REST', async ({ demo }) => {
  const requests = await demo.discord.requests();
  expect(requests.filter(({ route }) => route?.startsWith('/guilds/:guild/members'))).toEqual([]);
  // By op 8 everybody answers to an empty query, and to no ids.
  expect((await demo.discord.memberRequests()).filter(({ user_ids }) => !user_ids?.length)).toEqual([]);
});
