import { expect } from 'vitest';
import { demoTest } from './demo-test.ts';
import { eventually } from './eventually.ts';
import { harbor, ines, kestrel, noor, openTicket, sam, supportCrew, theo, type Demo } from './start-demo.ts';

const test = demoTest();

const member = async (demo: Demo, person: string) =>
  (await demo.sql`select * from public.members where guild_id = ${harbor} and person_id = ${person}`)[0];

const levels = async (demo: Demo, person: string) =>
  demo.as(person, async (sql) =>
    (await sql`select level from private.my_levels() where guild_id = ${harbor}`).map(({ level }) => level),
  );

test('a role taken away in Discord ends access at the next query, and given back it returns', async ({
  demo,
}) => {
  expect(await levels(demo, theo)).toEqual([2]);
  await demo.discord.takeRole({ as: noor, guild: harbor, from: theo, role: supportCrew });
  await eventually('the database knows', async () => (await member(demo, theo))?.role_ids.length === 0);
  expect(await levels(demo, theo)).toEqual([]);
  await demo.discord.giveRole({ as: noor, guild: harbor, to: theo, role: supportCrew });
  await eventually('the database knows', async () => (await levels(demo, theo)).length === 1);
});

test('roles that changed while the bot was away are known when it is ready', async ({ demo }) => {
  await demo.bot.kill();
  await demo.discord.takeRole({ as: noor, guild: harbor, from: ines, role: supportCrew });
  demo.bot = await demo.start();
  expect(await levels(demo, ines)).toEqual([]);
});

test('a fresh session, after which Discord replays nothing, is followed by a whole comparison', async ({
  demo,
}) => {
  await demo.discord.holdGateway();
  await demo.discord.takeRole({ as: noor, guild: harbor, from: sam, role: supportCrew });
  await demo.discord.takeRole({ as: noor, guild: harbor, from: sam, role: '1180000000000000302' });
  await demo.discord.invalidateSession(false);
  await demo.discord.releaseGateway();
  await eventually('the database knows', async () => (await levels(demo, sam)).length === 0, 15_000);
});

test('a role deleted in Discord takes its grant with it', async ({ demo }) => {
  await demo.discord.deleteRole({ as: noor, guild: harbor, role: '1180000000000000308' });
  await eventually('the database knows', async () => {
    const rows = await demo.sql`select from public.grants where role_id = '1180000000000000308'`;
    return rows.length === 0;
  });
});

test('who leaves the guild loses their roles at once; nobody is stored for having one', async ({ demo }) => {
  await demo.sql`update public.members set is_mirrored = true where person_id = '1180000000000000208'`;
  await demo.discord.kick({ as: noor, guild: harbor, member: '1180000000000000208' });
  await eventually('the database knows', async () => (await member(demo, '1180000000000000208'))?.left_at);
  await demo.sql`delete from public.members where person_id = '1180000000000000205'`;
  await demo.discord.giveRole({ as: noor, guild: harbor, to: '1180000000000000205', role: supportCrew });
  await demo.discord.giveRole({ as: noor, guild: harbor, to: theo, role: '1180000000000000307' });
  await eventually('a later change is known', async () =>
    (await member(demo, theo))?.role_ids.includes('1180000000000000307'),
  );
  expect(await member(demo, '1180000000000000205')).toBeUndefined();
});

test('what a message says in passing gives no access; who acts as staff for the first time is looked up', async ({
  demo,
}) => {
  const { discord, sql } = demo;
  const moth = '1180000000000000205';
  const ticket = await openTicket(demo, '1180000000000000206');
  await sql`delete from public.members where person_id = ${moth}`;
  await discord.giveRole({ as: noor, guild: harbor, to: moth, role: supportCrew });
  await discord.say({ as: moth, in: ticket.channel_id, text: 'I can help' });
  await eventually('they are mirrored', async () => (await member(demo, moth))?.is_mirrored);
  expect(await levels(demo, moth)).toEqual([2]);
  // An event is newer than the roles that a message carried, in whatever order both are written.
  await discord.takeRole({ as: noor, guild: harbor, from: moth, role: supportCrew });
  await eventually('the database knows', async () => (await levels(demo, moth)).length === 0);
  await sql`select private.note_member(${harbor}, ${sql.json({ person: { id: moth, username: 'moth.wing', display_name: 'moth' }, nick: null, role_ids: [supportCrew] })}, true)`;
  expect(await levels(demo, moth)).toEqual([]);
});

test('somebody who signs in is fetched, and mirrored from then on', async ({ demo }) => {
  expect((await member(demo, kestrel))?.is_mirrored).toBe(false);
  await demo.as(kestrel, (sql) => sql`select public.look_me_up(array[${harbor}])`);
  await eventually('they are mirrored', async () => (await member(demo, kestrel))?.is_mirrored);
});

test('a guild that the bot is removed from is left; one with an outage is unavailable until it ends', async ({
  demo,
}) => {
  const status = async (guild: string) =>
    (await demo.sql`select status from public.guilds where id = ${guild}`)[0]?.status;
  await demo.discord.setAvailable('1180000000000000002', false);
  await eventually('it is unavailable', async () => (await status('1180000000000000002')) === 'unavailable');
  await demo.discord.setAvailable('1180000000000000002', true);
  await eventually('it is active', async () => (await status('1180000000000000002')) === 'active');
  await demo.discord.removeBot('1180000000000000002');
  await eventually('it is left', async () => (await status('1180000000000000002')) === 'left');
});
