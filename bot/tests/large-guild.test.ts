import { afterAll, beforeAll, expect, test } from 'vitest';
import { crowdId, withCrowd } from '../simulator/scenarios/crowd.ts';
import { harborLights } from '../simulator/scenarios/harbor-lights.ts';
import { eventually } from './eventually.ts';
import { harbor, noor, outcomes, startWorld, supportCrew, type World } from './start-world.ts';

const size = 30_000;
const staffSize = 250;

let world: World;
beforeAll(async () => {
  world = await startWorld(undefined, {
    isBotStarted: false,
    scenario: withCrowd(harborLights, harbor, size),
  });
  // 250 of the crowd have signed in before, which makes the bot keep their roles true. The role that they had is gone by now.
  const staff = Array.from({ length: staffSize }, (_, n) => crowdId(n));
  await world.sql`insert into public.people (id, username, display_name) select x, x, x from unnest(${staff}::text[]) x`;
  await world.sql`insert into public.members (guild_id, person_id, is_mirrored, role_ids) select ${harbor}, x, true, ${[supportCrew]} from unnest(${staff}::text[]) x`;
});
afterAll(() => world[Symbol.asyncDispose]());

const rows = async () =>
  (
    await world.sql`select (select count(*) from public.people)::int as people, (select count(*) from public.members)::int as members`
  )[0];

/** What the bot asked the gateway for in the large guild since the nth request. */
const asked = async (after = 0) =>
  (await world.discord.memberRequests()).slice(after).filter(({ guild_id }) => guild_id === harbor);

/** All who are asked for must be staff, in hundreds: the four of the demo, the owner among them, and the 250. */
async function expectStaffOnly(requests: Awaited<ReturnType<typeof asked>>): Promise<void> {
  const ids = requests.map(({ user_ids }) => [user_ids ?? []].flat());
  expect(ids.map((one) => one.length).sort((a, b) => b - a)).toEqual([100, 100, staffSize + 4 - 200]);
  const staff = await world.sql<{ id: string }[]>`select private.staff_to_compare(${harbor}) as id`;
  expect(ids.flat().sort()).toEqual(staff.map(({ id }) => id).sort());
  expect(requests.every(({ query }) => !query)).toBe(true);
}

test('a guild of 30,000 members costs its staff at start: asked for by id in hundreds, and nobody else stored', async () => {
  const before = await rows();
  world.bot = await world.start();
  // The bot works before a large guild is compared.
  await eventually('its first comparison is noted', async () => {
    const [guild] = await world.sql`select compared_at from public.guilds where id = ${harbor}`;
    return guild?.compared_at;
  });
  await expectStaffOnly(await asked());
  expect(await rows()).toEqual(before);
  const [stale] = await world.sql`
    select count(*)::int as n from public.members where role_ids = ${[supportCrew]} and person_id like '119%'`;
  expect(stale?.n).toBe(0);
});

test('neither does it at a comparison, nor when members of the crowd get roles, come, go and talk', async () => {
  const { discord } = world;
  const before = await rows();
  const known = (await discord.memberRequests()).length;
  const someone = (n: number) => crowdId(size - 1 - n);
  await discord.giveRole({ as: noor, guild: harbor, to: someone(0), role: supportCrew });
  await discord.leave({ as: someone(1), guild: harbor });
  await discord.join({ as: someone(1), guild: harbor });
  await discord.say({ as: someone(2), in: '1180000000000000405', text: 'ahoy' });
  await world.as(noor, (sql) => sql`select public.compare_access(${harbor})`);
  await outcomes(world, 'compare_access');
  await expectStaffOnly(await asked(known));
  expect(await rows()).toEqual(before);
  const counted = async () =>
    (await world.sql`select member_count from public.roles where id = ${supportCrew}`)[0]?.member_count;
  await eventually('Discord counts for the bot', async () => (await counted()) === 4);
  expect((await world.sql`select member_count from public.roles where id = ${harbor}`)[0]?.member_count).toBe(
    size + 13,
  );
});

test('reading all members is never asked for, by the gateway or by REST', async () => {
  const requests = await world.discord.requests();
  expect(requests.filter(({ route }) => route?.startsWith('/guilds/:guild/members'))).toEqual([]);
  // By op 8 everybody answers to an empty query, and to no ids.
  expect((await world.discord.memberRequests()).filter(({ user_ids }) => !user_ids?.length)).toEqual([]);
});
