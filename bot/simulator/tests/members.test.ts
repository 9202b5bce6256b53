import { Events, PermissionFlagsBits as P } from 'discord.js';
import { expect, test } from 'vitest';
import {
  BEA,
  BOT,
  connect,
  CREW,
  eventually,
  GLASSHOUSE,
  HARBOR,
  id,
  LEAD,
  MARLOWE,
  MASTER,
  next,
  NOOR,
  rest,
  SAM,
  start,
  THEO,
  WATCH,
} from './start.ts';

test('a role given or taken in Discord is told to the bot with the whole list', async () => {
  const simulator = await start();
  const client = await connect(simulator);
  const guild = client.guilds.cache.get(HARBOR)!;
  await guild.members.fetch();
  let updated = next(client, Events.GuildMemberUpdate);
  await simulator.control.giveRole({ as: NOOR, guild: HARBOR, to: MARLOWE, role: CREW });
  expect((await updated)[1].roles.cache.has(CREW)).toBe(true);
  updated = next(client, Events.GuildMemberUpdate);
  await simulator.control.takeRole({ as: NOOR, guild: HARBOR, from: MARLOWE, role: CREW });
  expect((await updated)[1].roles.cache.has(CREW)).toBe(false);
  const entry = (await rest(simulator, 'GET', `/guilds/${HARBOR}/audit-logs?action_type=25`)).body
    .audit_log_entries[0];
  expect(entry).toMatchObject({ user_id: NOOR, target_id: MARLOWE, changes: [{ key: '$remove' }] });
});

test('a member that is not in discord.js’s cache makes GuildMemberAvailable', async () => {
  const simulator = await start();
  const client = await connect(simulator);
  const available = next(client, Events.GuildMemberAvailable);
  await simulator.control.takeRole({ as: NOOR, guild: HARBOR, from: THEO, role: CREW });
  expect((await available)[0]).toMatchObject({ id: THEO });
  expect((await available)[0].roles.cache.size).toBe(1);
});

test('the bot gives and takes roles below its own, and no others', async () => {
  const simulator = await start();
  const role = (method: string, one: string) =>
    rest(simulator, method, `/guilds/${HARBOR}/members/${MARLOWE}/roles/${one}`);
  expect((await role('PUT', CREW)).status).toBe(204);
  expect((await rest(simulator, 'GET', `/guilds/${HARBOR}/members/${MARLOWE}`)).body.roles).toContain(CREW);
  expect((await role('DELETE', CREW)).status).toBe(204);
  expect((await role('PUT', MASTER)).body.code).toBe(50013);
  expect((await role('PUT', id(309))).body.code).toBe(50013);
  expect((await role('PUT', id(999))).body.code).toBe(10011);
  expect((await rest(simulator, 'PUT', `/guilds/${HARBOR}/members/${id(999)}/roles/${CREW}`)).body.code).toBe(
    10013,
  );
  expect((await rest(simulator, 'GET', `/guilds/${GLASSHOUSE}/members/${THEO}`)).body.code).toBe(10007);
});

test('members are found by name and by page, and modified', async () => {
  const simulator = await start();
  const search = await rest(simulator, 'GET', `/guilds/${HARBOR}/members/search?query=the&limit=5`);
  expect(search.body.map((member: { user: { id: string } }) => member.user.id)).toEqual([THEO]);
  const first = (await rest(simulator, 'GET', `/guilds/${HARBOR}/members?limit=5`)).body;
  const rest_ = (
    await rest(simulator, 'GET', `/guilds/${HARBOR}/members?limit=1000&after=${first.at(-1).user.id}`)
  ).body;
  expect(first.length + rest_.length).toBe(13);
  expect((await rest(simulator, 'GET', `/guilds/${HARBOR}/members?limit=0`)).status).toBe(400);
  expect(
    (await rest(simulator, 'PATCH', `/guilds/${HARBOR}/members/${MARLOWE}`, { nick: 'x' })).body.code,
  ).toBe(50013);
  expect(
    (await rest(simulator, 'PATCH', `/guilds/${HARBOR}/members/${MARLOWE}`, { roles: [CREW] })).body.roles,
  ).toEqual([CREW]);
  await simulator.control.rename({ as: NOOR, guild: HARBOR, member: MARLOWE, nick: 'Captain M' });
  expect((await rest(simulator, 'GET', `/guilds/${HARBOR}/members/${MARLOWE}`)).body.nick).toBe('Captain M');
});

test('members leave, are kicked and join; each is told', async () => {
  const simulator = await start();
  const client = await connect(simulator);
  const { control } = simulator;
  await client.guilds.cache.get(HARBOR)!.members.fetch();
  let removed = next(client, Events.GuildMemberRemove);
  await control.leave({ as: BEA, guild: HARBOR });
  expect((await removed)[0].user.id).toBe(BEA);
  const added = next(client, Events.GuildMemberAdd);
  await control.join({ as: BEA, guild: HARBOR });
  expect((await added)[0]).toMatchObject({ id: BEA, pending: false });
  removed = next(client, Events.GuildMemberRemove);
  await control.kick({ as: SAM, guild: HARBOR, member: BEA });
  expect((await removed)[0].user.id).toBe(BEA);
  await expect(control.leave({ as: NOOR, guild: HARBOR })).rejects.toMatchObject({ code: 50055 });
  expect((await rest(simulator, 'DELETE', `/guilds/${HARBOR}/members/${MARLOWE}`)).body.code).toBe(50013);
});

test('a guild handed over is told as a whole, with its new owner', async () => {
  const simulator = await start();
  const client = await connect(simulator);
  const updated = next(client, Events.GuildUpdate);
  await simulator.control.setOwner(HARBOR, SAM);
  expect((await updated)[1]).toMatchObject({ id: HARBOR, ownerId: SAM });
  expect((await updated)[1].roles.cache.has(CREW)).toBe(true);
  await expect(simulator.control.setOwner(HARBOR, id(999))).rejects.toMatchObject({ code: 10007 });
});

test('a pending member becomes one by joining again', async () => {
  const simulator = await start();
  const client = await connect(simulator);
  await simulator.control.setMember(HARBOR, BEA, { pending: true });
  const updated = next(client, Events.GuildMemberUpdate, (_, member) => member.id === BEA && !member.pending);
  await eventually(() => client.guilds.cache.get(HARBOR)!.members.cache.get(BEA)?.pending);
  await simulator.control.join({ as: BEA, guild: HARBOR });
  await updated;
});

test('roles are made, changed, moved, counted and deleted', async () => {
  const simulator = await start();
  const client = await connect(simulator);
  const path = `/guilds/${HARBOR}/roles`;
  const created = next(client, Events.GuildRoleCreate);
  const { body: made } = await rest(simulator, 'POST', path, {
    name: 'Mates',
    color: 0x112233,
    permissions: '0',
  });
  expect((await created)[0]).toMatchObject({ id: made.id, name: 'Mates', position: 1 });
  const updated = next(client, Events.GuildRoleUpdate);
  await rest(simulator, 'PATCH', `${path}/${made.id}`, { name: 'Shipmates', hoist: true });
  expect((await updated)[1]).toMatchObject({ name: 'Shipmates', hoist: true });
  expect((await rest(simulator, 'GET', `${path}/${made.id}`)).body.name).toBe('Shipmates');
  expect((await rest(simulator, 'PATCH', path, [{ id: made.id, position: 2 }])).status).toBe(200);
  expect((await rest(simulator, 'GET', path)).body.length).toBe(11);
  const counts = (await rest(simulator, 'GET', `${path}/member-counts`)).body;
  expect(counts).toMatchObject({ [CREW]: 3, [WATCH]: 0, [made.id]: 0 });
  expect(counts).not.toHaveProperty(HARBOR);
  expect((await rest(simulator, 'GET', `/guilds/${id(3)}/roles/member-counts`)).body.code).toBe(50001);
  expect((await rest(simulator, 'PATCH', `${path}/${MASTER}`, { name: 'x' })).body.code).toBe(50013);
  expect((await rest(simulator, 'POST', path, { permissions: P.BanMembers.toString() })).body.code).toBe(
    50013,
  );
  const deleted = next(client, Events.GuildRoleDelete);
  await simulator.control.deleteRole({ as: NOOR, guild: HARBOR, role: CREW });
  expect((await deleted)[0].id).toBe(CREW);
  expect((await rest(simulator, 'GET', `/guilds/${HARBOR}/members/${THEO}`)).body.roles).toEqual([]);
  await expect(
    simulator.control.deleteRole({ as: MARLOWE, guild: HARBOR, role: LEAD }),
  ).rejects.toMatchObject({ code: 50013 });
});

test('people make and change roles as the bot does', async () => {
  const { control } = await start();
  const role = await control.createRole({ as: NOOR, guild: HARBOR, name: 'Mates' });
  expect(role).toMatchObject({ name: 'Mates', canAssign: true });
  expect(await control.changeRole({ as: NOOR, guild: HARBOR, role: role.id, color: 0xff0000 })).toMatchObject(
    { color: '#ff0000' },
  );
});

test('the bot knows itself, its application, its guilds and other users', async () => {
  const simulator = await start();
  expect((await rest(simulator, 'GET', '/users/@me')).body).toMatchObject({ id: BOT, bot: true });
  expect((await rest(simulator, 'GET', `/users/${MARLOWE}`)).body).toMatchObject({
    username: 'marlowe.tide',
  });
  expect((await rest(simulator, 'GET', `/users/${id(999)}`)).body.code).toBe(10013);
  expect((await rest(simulator, 'GET', '/applications/@me')).body).toMatchObject({
    id: BOT,
    flags: (1 << 13) | (1 << 15) | (1 << 19),
  });
  expect((await rest(simulator, 'GET', '/oauth2/applications/@me')).body.id).toBe(BOT);
  expect(
    (await rest(simulator, 'GET', '/users/@me/guilds')).body.map((guild: { name: string }) => guild.name),
  ).toEqual(['Harbor Lights', 'Glasshouse Collective']);
  expect((await rest(simulator, 'GET', `/guilds/${HARBOR}?with_counts=true`)).body).toMatchObject({
    name: 'Harbor Lights',
    approximate_member_count: 13,
  });
  expect((await rest(simulator, 'GET', '/gateway')).body.url).toMatch(/^ws:/);
  expect((await rest(simulator, 'DELETE', `/users/@me/guilds/${GLASSHOUSE}`)).status).toBe(204);
  expect((await rest(simulator, 'GET', `/guilds/${GLASSHOUSE}`)).body.code).toBe(50001);
});
