import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from './eventually.ts';
import {
  harbor,
  ines,
  kestrel,
  noor,
  openTicket,
  sam,
  startWorld,
  supportCrew,
  theo,
  type World,
} from './start-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const member = async (person: string) =>
  (await world.sql`select * from public.members where guild_id = ${harbor} and person_id = ${person}`)[0];

const levels = async (person: string) =>
  world.as(person, async (sql) =>
    (await sql`select level from private.my_levels() where guild_id = ${harbor}`).map(({ level }) => level),
  );

test('a role taken away in Discord ends access at the next query, and given back it returns', async () => {
  expect(await levels(theo)).toEqual([2]);
  await world.discord.takeRole({ as: noor, guild: harbor, from: theo, role: supportCrew });
  await eventually('the database knows', async () => (await member(theo))?.role_ids.length === 0);
  expect(await levels(theo)).toEqual([]);
  await world.discord.giveRole({ as: noor, guild: harbor, to: theo, role: supportCrew });
  await eventually('the database knows', async () => (await levels(theo)).length === 1);
});

test('roles that changed while the bot was away are known when it is ready', async () => {
  await world.bot.kill();
  await world.discord.takeRole({ as: noor, guild: harbor, from: ines, role: supportCrew });
  world.bot = await world.start();
  expect(await levels(ines)).toEqual([]);
});

test('a fresh session, after which Discord replays nothing, is followed by a whole comparison', async () => {
  await world.discord.holdGateway();
  await world.discord.takeRole({ as: noor, guild: harbor, from: sam, role: supportCrew });
  await world.discord.takeRole({ as: noor, guild: harbor, from: sam, role: '1180000000000000302' });
  await world.discord.invalidateSession(false);
  await world.discord.releaseGateway();
  await eventually('the database knows', async () => (await levels(sam)).length === 0, 15_000);
});

test('a role deleted in Discord takes its grant with it', async () => {
  await world.discord.deleteRole({ as: noor, guild: harbor, role: '1180000000000000308' });
  await eventually('the database knows', async () => {
    const rows = await world.sql`select from public.grants where role_id = '1180000000000000308'`;
    return rows.length === 0;
  });
});

test('who leaves the guild loses his roles at once; nobody is stored for having one', async () => {
  await world.sql`update public.members set is_mirrored = true where person_id = '1180000000000000208'`;
  await world.discord.kick({ as: noor, guild: harbor, member: '1180000000000000208' });
  await eventually('the database knows', async () => (await member('1180000000000000208'))?.left_at);
  await world.sql`delete from public.members where person_id = '1180000000000000205'`;
  await world.discord.giveRole({ as: noor, guild: harbor, to: '1180000000000000205', role: supportCrew });
  await world.discord.giveRole({ as: noor, guild: harbor, to: theo, role: '1180000000000000307' });
  await eventually('a later change is known', async () =>
    (await member(theo))?.role_ids.includes('1180000000000000307'),
  );
  expect(await member('1180000000000000205')).toBeUndefined();
});

test('what a message says in passing gives no access; who acts as staff for the first time is looked up', async () => {
  const { discord, sql } = world;
  const moth = '1180000000000000205';
  const ticket = await openTicket(world, '1180000000000000206');
  await sql`delete from public.members where person_id = ${moth}`;
  await discord.giveRole({ as: noor, guild: harbor, to: moth, role: supportCrew });
  await discord.say({ as: moth, in: ticket.channel_id, text: 'I can help' });
  await eventually('he is mirrored', async () => (await member(moth))?.is_mirrored);
  expect(await levels(moth)).toEqual([2]);
  // An event is newer than the roles that a message carried, in whatever order both are written.
  await discord.takeRole({ as: noor, guild: harbor, from: moth, role: supportCrew });
  await eventually('the database knows', async () => (await levels(moth)).length === 0);
  await sql`select private.note_member(${harbor}, ${sql.json({ person: { id: moth, username: 'moth.wing', display_name: 'moth' }, nick: null, role_ids: [supportCrew] })}, true)`;
  expect(await levels(moth)).toEqual([]);
});

test('somebody who signs in is fetched, and mirrored from then on', async () => {
  expect((await member(kestrel))?.is_mirrored).toBe(false);
  await world.as(kestrel, (sql) => sql`select public.look_me_up(array[${harbor}])`);
  await eventually('he is mirrored', async () => (await member(kestrel))?.is_mirrored);
});

test('a guild that the bot is removed from is left; one with an outage is unavailable until it ends', async () => {
  const status = async (guild: string) =>
    (await world.sql`select status from public.guilds where id = ${guild}`)[0]?.status;
  await world.discord.setAvailable('1180000000000000002', false);
  await eventually('it is unavailable', async () => (await status('1180000000000000002')) === 'unavailable');
  await world.discord.setAvailable('1180000000000000002', true);
  await eventually('it is active', async () => (await status('1180000000000000002')) === 'active');
  await world.discord.removeBot('1180000000000000002');
  await eventually('it is left', async () => (await status('1180000000000000002')) === 'left');
});
