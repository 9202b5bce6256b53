import {
  ChannelType,
  Events,
  PermissionFlagsBits as P,
  type CategoryChannel,
  type TextChannel,
} from 'discord.js';
import { expect, test } from 'vitest';
import {
  BOT,
  connect,
  CREW,
  HARBOR,
  id,
  MARLOWE,
  next,
  NOOR,
  rest,
  start,
  TAVERN,
  TICKETS,
} from './start.ts';

const text = { type: 0 };

test('a private channel is created under its category, seen by those it names, renamed and deleted', async () => {
  const simulator = await start();
  const client = await connect(simulator);
  const guild = client.guilds.cache.get(HARBOR)!;
  await guild.members.fetch();
  const created = next(client, Events.ChannelCreate);
  const channel = await guild.channels.create({
    name: 'Ticket 1 For Marlowe!',
    type: ChannelType.GuildText,
    parent: TICKETS,
    topic: 'Purchases',
    reason: 'opened ✓',
    permissionOverwrites: [
      { id: HARBOR, deny: P.ViewChannel },
      { id: MARLOWE, allow: [P.ViewChannel, P.SendMessages] },
      { id: id(309), allow: [P.ViewChannel, P.SendMessages] },
    ],
  });
  expect((await created)[0].id).toBe(channel.id);
  expect(channel).toMatchObject({ name: 'ticket-1-for-marlowe', parentId: TICKETS, topic: 'Purchases' });
  await simulator.control.say({ as: MARLOWE, in: channel.id, text: 'hello' });
  await expect(simulator.control.say({ as: id(202), in: channel.id, text: 'x' })).rejects.toMatchObject({
    code: 50001,
  });
  const log = (await rest(simulator, 'GET', `/guilds/${HARBOR}/audit-logs?limit=1`)).body
    .audit_log_entries[0];
  expect(log).toMatchObject({ action_type: 10, target_id: channel.id, reason: 'opened ✓' });
  const renamed = next(client, Events.ChannelUpdate);
  await channel.setName('closed-1');
  expect((await renamed)[1]).toMatchObject({ name: 'closed-1' });
  await channel.permissionOverwrites.edit(MARLOWE, { SendMessages: false });
  await expect(simulator.control.say({ as: MARLOWE, in: channel.id, text: 'x' })).rejects.toMatchObject({
    code: 50013,
  });
  await channel.permissionOverwrites.delete(MARLOWE);
  await expect(simulator.control.read({ as: MARLOWE, in: channel.id })).rejects.toMatchObject({
    code: 50001,
  });
  const deleted = next(client, Events.ChannelDelete);
  await channel.delete();
  await deleted;
  expect((await rest(simulator, 'GET', `/channels/${channel.id}`)).body.code).toBe(10003);
});

test('a new channel without overwrites takes those of its category', async () => {
  const simulator = await start();
  const { body } = await rest(simulator, 'POST', `/guilds/${HARBOR}/channels`, {
    ...text,
    name: 'inherits',
    parent_id: TICKETS,
  });
  expect(body.permission_overwrites.map((overwrite: { id: string }) => overwrite.id)).toEqual([
    HARBOR,
    CREW,
    id(309),
  ]);
});

test('only permissions that the bot has may be given or denied', async () => {
  const simulator = await start();
  const create = (allow: bigint) =>
    rest(simulator, 'POST', `/guilds/${HARBOR}/channels`, {
      name: 'x',
      permission_overwrites: [{ id: MARLOWE, type: 1, allow: allow.toString() }],
    });
  expect((await create(P.BanMembers)).body.code).toBe(50013);
  expect((await create(P.ManageRoles)).body.code).toBe(50013);
  expect((await create(P.ManageMessages)).status).toBe(200);
});

test('what counts is the place: the category’s overwrites give and take what may be given, an administrator has all', async () => {
  const simulator = await start();
  const { control } = simulator;
  const desk = id(309);
  const isRefused = { status: 403, body: { code: 50013 } };
  const put = (channel: string, deny: bigint) =>
    rest(simulator, 'PUT', `/channels/${channel}/permissions/${MARLOWE}`, { type: 1, deny: deny.toString() });
  const create = (deny: bigint, parent_id?: string) =>
    rest(simulator, 'POST', `/guilds/${HARBOR}/channels`, {
      name: 'x',
      parent_id,
      permission_overwrites: [{ id: HARBOR, type: 0, deny: deny.toString() }],
    });
  const inTickets = (overwrite: { allow?: bigint; deny?: bigint }) =>
    control.changeChannel({
      as: NOOR,
      in: TICKETS,
      permission_overwrites: [
        {
          id: desk,
          type: 0,
          allow: String(overwrite.allow ?? 0n),
          deny: String(overwrite.deny ?? 0n),
        },
      ],
    });
  const setRole = (permissions: bigint) =>
    control.changeRole({ as: NOOR, guild: HARBOR, role: desk, permissions: String(permissions) });

  await inTickets({ deny: P.SendMessages });
  expect(await create(P.SendMessages, TICKETS)).toMatchObject(isRefused);
  expect(await create(P.SendMessages)).toMatchObject({ status: 200 });
  const { body: made } = await create(0n, TICKETS);
  expect(await put(made.id, P.SendMessages)).toMatchObject(isRefused);
  expect(await put(made.id, P.ViewChannel)).toMatchObject({ status: 204 });
  await inTickets({ deny: P.ManageChannels });
  expect(await create(0n, TICKETS)).toMatchObject(isRefused);

  await setRole(P.ManageRoles);
  await inTickets({ allow: P.ManageChannels | P.MoveMembers });
  expect(await create(P.MoveMembers, TICKETS)).toMatchObject({ status: 200 });
  expect(await create(P.MoveMembers)).toMatchObject(isRefused);

  await setRole(P.Administrator);
  await inTickets({ deny: P.MoveMembers });
  expect(await create(P.MoveMembers | P.BanMembers, TICKETS)).toMatchObject({ status: 200 });
  expect(await put(made.id, P.BanMembers)).toMatchObject({ status: 204 });

  await setRole(0n);
  expect(await create(P.MoveMembers)).toMatchObject(isRefused);
  await control.setOwner(HARBOR, BOT);
  expect(await create(P.MoveMembers | P.BanMembers, TICKETS)).toMatchObject({ status: 200 });
});

test('a category holds 50 channels and a guild 500', async () => {
  const simulator = await start({ settings: { rateLimits: { enabled: false } } });
  const add = (n: number, from: number, parent?: string) =>
    simulator.control.restore({
      channels: Array.from({ length: n }, (_, i) => ({
        id: `11800000000000${10_000 + from + i}`,
        guild_id: HARBOR,
        name: `c${i}`,
        parent,
      })),
    });
  await add(50, 0, TICKETS);
  const full = await rest(simulator, 'POST', `/guilds/${HARBOR}/channels`, {
    name: 'one-more',
    parent_id: TICKETS,
  });
  expect(full.body).toMatchObject({
    code: 50035,
    errors: { parent_id: { _errors: [{ code: 'CHANNEL_PARENT_MAX_CHANNELS' }] } },
  });
  await add(500 - 59, 100);
  expect((await rest(simulator, 'POST', `/guilds/${HARBOR}/channels`, { name: 'one-more' })).body.code).toBe(
    30013,
  );
});

test('channels are moved, listed and read; a bad body says what is wrong', async () => {
  const simulator = await start();
  const client = await connect(simulator);
  expect((await rest(simulator, 'GET', `/guilds/${HARBOR}/channels`)).body.length).toBe(9);
  expect((await rest(simulator, 'GET', `/channels/${TAVERN}`)).body).toMatchObject({
    id: TAVERN,
    name: 'tavern',
    type: 0,
  });
  await (client.channels.cache.get(TAVERN) as TextChannel).setParent(TICKETS, { lockPermissions: true });
  const moved = (await rest(simulator, 'GET', `/channels/${TAVERN}`)).body;
  expect(moved).toMatchObject({ parent_id: TICKETS });
  expect(moved.permission_overwrites.length).toBe(3);
  expect((client.channels.cache.get(TICKETS) as CategoryChannel).children.cache.size).toBe(1);
  expect(
    (await rest(simulator, 'PATCH', `/guilds/${HARBOR}/channels`, [{ id: TAVERN, position: 7 }])).status,
  ).toBe(204);
  const bad = await rest(simulator, 'POST', `/guilds/${HARBOR}/channels`, {
    name: '',
    topic: 'x'.repeat(1025),
    rate_limit_per_user: 99_999,
    type: 99,
  });
  expect(Object.keys(bad.body.errors).sort()).toEqual(['name', 'rate_limit_per_user', 'topic', 'type']);
  expect(
    (await rest(simulator, 'POST', `/guilds/${HARBOR}/channels`, { name: 'x', parent_id: TAVERN })).body
      .errors.parent_id._errors[0].code,
  ).toBe('CHANNEL_PARENT_INVALID_TYPE');
  expect(
    (await rest(simulator, 'PUT', `/channels/${TAVERN}/permissions/${id(999)}`, { type: 1, allow: '0' })).body
      .code,
  ).toBe(10009);
  expect((await rest(simulator, 'DELETE', `/channels/${TAVERN}/permissions/${id(999)}`)).body.code).toBe(
    10009,
  );
});

test('a channel deleted by hand is told to the bot, and its webhooks and messages are gone', async () => {
  const simulator = await start();
  const client = await connect(simulator);
  const { body: webhook } = await rest(simulator, 'POST', `/channels/${TAVERN}/webhooks`, { name: 'Desk' });
  const deleted = next(client, Events.ChannelDelete);
  await simulator.control.deleteChannel({ as: NOOR, in: TAVERN });
  expect((await deleted)[0].id).toBe(TAVERN);
  expect(
    (await rest(simulator, 'POST', `/webhooks/${webhook.id}/${webhook.token}`, { content: 'x' })).body.code,
  ).toBe(10015);
  await expect(simulator.control.messages(TAVERN)).rejects.toMatchObject({ code: 10003 });
});
