import { PermissionFlagsBits as P } from 'discord.js';
import { describe, expect, test } from 'vitest';
import type { ScenarioGuild } from '../scenario.ts';
import { ALL, channelPermissions, guildPermissions } from '../state/permissions.ts';
import { addGuild, loadScenario } from '../scenario.ts';
import { createFileStore } from '../state/file-store.ts';
import { createState } from '../state/state.ts';
import { defaultSettings } from '../settings.ts';
import {
  ANNOUNCEMENTS,
  connect,
  CREW,
  GET_HELP,
  HARBOR,
  id,
  KESTREL,
  MARLOWE,
  NOOR,
  rest,
  SAM,
  start,
  TAVERN,
  THEO,
  TICKETS,
} from './start.ts';

const [G, OWNER, MEMBER, ROLE_A, ROLE_B, ROOM] = [id(700), id(701), id(702), id(703), id(704), id(705)];

/** What the member may do in the room of a guild that is told so. */
function told(guild: Partial<ScenarioGuild>) {
  const state = createState(structuredClone(defaultSettings), createFileStore(null));
  loadScenario(state, {
    bot: { id: id(900), name: 'Bot' },
    people: [OWNER, MEMBER].map((one) => ({ id: one, username: one })),
    guilds: [],
  });
  const made = addGuild(state, {
    id: G,
    name: 'G',
    owner: OWNER,
    everyone: ['ViewChannel', 'SendMessages'],
    roles: [
      { id: ROLE_A, name: 'A' },
      { id: ROLE_B, name: 'B' },
    ],
    members: [{ id: MEMBER, roles: [ROLE_A, ROLE_B] }],
    channels: [{ id: ROOM, name: 'room' }],
    ...guild,
  });
  const room = state.channels.get(ROOM)!;
  return { state, guild: made, room, may: (user = MEMBER) => channelPermissions(state, room, user) };
}

describe('permissions are computed as Discord documents', () => {
  test('the owner and administrators may do all, whatever a channel denies', () => {
    const overwrites = [{ id: G, type: 'role' as const, deny: ['ViewChannel' as const] }];
    const channels = [{ id: ROOM, name: 'room', overwrites }];
    expect(told({ channels }).may(OWNER)).toBe(ALL);
    expect(told({ channels, roles: [{ id: ROLE_A, name: 'A', permissions: ['Administrator'] }] }).may()).toBe(
      ALL,
    );
    expect(told({ channels }).may()).toBe(0n);
  });

  test('overwrites apply in order: everyone, roles (one allowance beats all denials), then the member', () => {
    const room = (...overwrites: NonNullable<NonNullable<ScenarioGuild['channels']>[0]['overwrites']>) =>
      told({ channels: [{ id: ROOM, name: 'room', overwrites }] }).may();
    const view = (permissions: bigint) => (permissions & P.ViewChannel) !== 0n;
    const deny = ['ViewChannel' as const];
    expect(view(room({ id: G, type: 'role', deny }, { id: ROLE_A, type: 'role', allow: deny }))).toBe(true);
    expect(view(room({ id: ROLE_A, type: 'role', allow: deny }, { id: ROLE_B, type: 'role', deny }))).toBe(
      true,
    );
    expect(view(room({ id: ROLE_A, type: 'role', allow: deny }, { id: MEMBER, type: 'member', deny }))).toBe(
      false,
    );
    expect(view(room({ id: ROLE_A, type: 'role', deny }, { id: MEMBER, type: 'member', allow: deny }))).toBe(
      true,
    );
  });

  test('who may not send may neither attach, embed nor mention everyone; who may not view may nothing', () => {
    const everyone = ['ViewChannel', 'SendMessages', 'AttachFiles', 'EmbedLinks', 'MentionEveryone'] as const;
    const room = (deny: 'SendMessages' | 'ViewChannel') =>
      told({
        everyone: [...everyone],
        channels: [{ id: ROOM, name: 'room', overwrites: [{ id: G, type: 'role', deny: [deny] }] }],
      }).may();
    expect(room('SendMessages')).toBe(P.ViewChannel);
    expect(room('ViewChannel')).toBe(0n);
  });

  test('someone in time-out may only see and read', () => {
    const { guild, may } = told({
      everyone: ['ViewChannel', 'SendMessages', 'ReadMessageHistory', 'AddReactions'],
    });
    guild.members.get(MEMBER)!.communication_disabled_until = new Date(Date.now() + 60_000).toISOString();
    expect(may()).toBe(P.ViewChannel | P.ReadMessageHistory);
    expect(guildPermissions(guild, 'nobody')).toBe(0n);
  });
});

test('people meet the same rules: what they cannot see or do is refused with Discord’s codes', async () => {
  const { control } = await start();
  await expect(control.say({ as: MARLOWE, in: GET_HELP, text: 'x' })).rejects.toMatchObject({
    code: 50013,
    status: 403,
  });
  await expect(control.say({ as: MARLOWE, in: TICKETS, text: 'x' })).rejects.toMatchObject({ code: 50001 });
  await expect(control.say({ as: NOOR, in: TICKETS, text: 'x' })).rejects.toMatchObject({ code: 50008 });
  const said = await control.say({ as: MARLOWE, in: TAVERN, text: 'x' });
  await expect(control.remove({ as: KESTREL, in: TAVERN, message: said.id })).rejects.toMatchObject({
    code: 50013,
  });
  await control.remove({ as: SAM, in: TAVERN, message: said.id });
  await expect(control.giveRole({ as: THEO, guild: HARBOR, to: MARLOWE, role: CREW })).rejects.toMatchObject({
    code: 50013,
  });
  await expect(control.kick({ as: SAM, guild: HARBOR, member: NOOR })).rejects.toMatchObject({ code: 50013 });
});

test('discord.js computes the same rights as the simulator enforces', async () => {
  const simulator = await start();
  const client = await connect(simulator);
  const guild = client.guilds.cache.get(HARBOR)!;
  await guild.members.fetch();
  for (const channel of [TAVERN, GET_HELP, ANNOUNCEMENTS, TICKETS]) {
    const shown = guild.channels.cache.get(channel)!;
    for (const who of [MARLOWE, THEO, SAM]) {
      const canView = shown.permissionsFor(who)!.has(P.ViewChannel);
      const canSend = shown.permissionsFor(who)!.has(P.ViewChannel | P.SendMessages);
      const read = await simulator.control.read({ as: who, in: channel }).then(
        () => true,
        () => false,
      );
      expect([channel, who, read]).toEqual([channel, who, canView]);
      if (channel === TICKETS) continue;
      const sent = await simulator.control.say({ as: who, in: channel, text: 'x' }).then(
        () => true,
        () => false,
      );
      expect([channel, who, sent]).toEqual([channel, who, canSend]);
    }
  }
});

test('the bot meets them too: without Send Messages 50013, without View Channel 50001, outside of its guilds 50001', async () => {
  const simulator = await start();
  const set = (channel: string, deny: bigint) =>
    simulator.control.restore({
      channels: [
        {
          id: channel,
          guild_id: HARBOR,
          name: 'room',
          overwrites: [
            { id: id(309), type: 'role', deny: deny === P.ViewChannel ? ['ViewChannel'] : ['SendMessages'] },
          ],
        },
      ],
    });
  await set(id(498), P.SendMessages);
  expect((await rest(simulator, 'POST', `/channels/${id(498)}/messages`, { content: 'x' })).body).toEqual({
    message: 'Missing Permissions',
    code: 50013,
  });
  await set(id(498), P.ViewChannel);
  expect((await rest(simulator, 'GET', `/channels/${id(498)}`)).body).toEqual({
    message: 'Missing Access',
    code: 50001,
  });
  expect((await rest(simulator, 'GET', `/channels/${id(432)}`)).body.code).toBe(50001);
  expect((await rest(simulator, 'GET', `/guilds/${id(3)}`)).body.code).toBe(50001);
  expect((await rest(simulator, 'GET', `/guilds/${id(999)}`)).body.code).toBe(10004);
  expect((await rest(simulator, 'GET', '/users/@me', undefined, { authorization: 'Bot wrong' })).status).toBe(
    401,
  );
});
