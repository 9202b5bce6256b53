import { Events, GatewayIntentBits as I, type Client, type Message } from 'discord.js';
import { expect, onTestFinished, test } from 'vitest';
import { crowdId, withCrowd } from '../scenarios/crowd.ts';
import { harborLights } from '../scenarios/harbor-lights.ts';
import { startSimulator } from '../start-simulator.ts';
import {
  BOT,
  connect,
  CREW,
  eventually,
  GLASSHOUSE,
  HARBOR,
  makeClient,
  MARLOWE,
  next,
  NOOR,
  POCKET,
  rest,
  start,
  TAVERN,
} from './start.ts';
import { openRaw } from './raw-gateway.ts';

const heard = (client: Client) => {
  const contents: string[] = [];
  client.on(Events.MessageCreate, (message: Message) => contents.push(message.content));
  return contents;
};

test('after a drop without a close frame discord.js resumes and hears what it missed, once and in order', async () => {
  const simulator = await start();
  const client = await connect(simulator);
  const contents = heard(client);
  const { control } = simulator;
  await control.say({ as: MARLOWE, in: TAVERN, text: 'before' });
  await eventually(() => contents.length === 1);
  const resumed = next(client, Events.ShardResume);
  await control.dropGateway();
  await control.waitForBot(false);
  for (const text of ['one', 'two', 'three']) await control.say({ as: MARLOWE, in: TAVERN, text });
  expect((await resumed)[1]).toBe(4);
  await control.say({ as: MARLOWE, in: TAVERN, text: 'after' });
  await eventually(() => contents.includes('after'));
  expect(contents).toEqual(['before', 'one', 'two', 'three', 'after']);
  expect((await control.sessions()).length).toBe(1);
});

test('op 7 makes discord.js resume; op 9 with true keeps the session, with false begins a new one', async () => {
  const simulator = await start();
  const client = await connect(simulator);
  const { control } = simulator;
  const [first] = await control.sessions();
  let resumed = next(client, Events.ShardResume);
  await control.askReconnect();
  await resumed;
  resumed = next(client, Events.ShardResume);
  await control.invalidateSession(true);
  await resumed;
  expect((await control.sessions())[0]?.id).toBe(first!.id);
  // discord.js waits out its own identify throttle of 5 s.
  const ready = next(client, Events.ShardReady, () => true, 10_000);
  await control.invalidateSession(false);
  await ready;
  const sessions = await control.sessions();
  expect(sessions.length).toBe(1);
  expect(sessions[0]!.id).not.toBe(first!.id);
});

test('a close with code 1000 ends the session, any other end leaves it to be resumed', async () => {
  const simulator = await start();
  for (const [end, left] of [
    ['terminate', 1],
    ['close', 0],
  ] as const) {
    const raw = await openRaw(simulator);
    raw.identify(I.Guilds);
    const { session_id } = (await raw.frame('READY')).d;
    if (end === 'close') raw.close(1000);
    else raw.terminate();
    await simulator.control.waitForBot(false);
    expect((await simulator.control.sessions()).filter(({ id }) => id === session_id).length).toBe(left);
  }
});

test('an intent that the portal has off closes with 4014, an unknown one with 4013, a wrong token with 4004', async () => {
  const simulator = await start({ settings: { privilegedIntents: { messageContent: false } } });
  await expect(makeClient(simulator).login(simulator.botToken)).rejects.toThrow(/disallowed intents/i);
  const close = async (d: object) => {
    const raw = await openRaw(simulator);
    await raw.frame(10);
    raw.send({ op: 2, d: { token: simulator.botToken, intents: 1, properties: {}, ...d } });
    return raw.closed();
  };
  expect(await close({ intents: I.MessageContent })).toBe(4014);
  expect(await close({ intents: 1 << 30 })).toBe(4013);
  expect(await close({ token: 'wrong' })).toBe(4004);
  expect(await close({ shard: [2, 1] })).toBe(4010);
});

test('what does not belong into the protocol is closed with its own code', async () => {
  const simulator = await start();
  const close = async (...frames: unknown[]) => {
    const raw = await openRaw(simulator);
    await raw.frame(10);
    for (const frame of frames) raw.send(frame);
    return raw.closed();
  };
  const identify = { op: 2, d: { token: simulator.botToken, intents: 1, properties: {} } };
  expect(await close('no json')).toBe(4002);
  expect(await close(JSON.stringify({ op: 1, d: 'x'.repeat(5000) }))).toBe(4002);
  expect(await close({ op: 8, d: {} })).toBe(4003);
  expect(await close(identify, identify)).toBe(4005);
  expect(await close({ op: 6, d: { token: 'wrong', session_id: 'x', seq: 0 } })).toBe(4004);
  expect(await close(...Array.from({ length: 121 }, () => ({ op: 1, d: null })))).toBe(4008);
  const old = await openRaw(simulator, '6');
  expect(await old.closed()).toBe(4012);
});

test('a heartbeat is acknowledged; who stops beating is cut off', async () => {
  const simulator = await start({ settings: { gateway: { heartbeatMs: 60 } } });
  const raw = await openRaw(simulator);
  expect((await raw.frame(10)).d.heartbeat_interval).toBe(60);
  raw.send({ op: 1, d: null });
  await raw.frame(11);
  expect(await raw.closed()).toBe(1006);
});

test('a resume of a session that is gone, or of a future event, is refused', async () => {
  const simulator = await start();
  const raw = await openRaw(simulator);
  raw.identify(I.Guilds);
  const ready = await raw.frame('READY');
  const later = await openRaw(simulator);
  later.send({ op: 6, d: { token: simulator.botToken, session_id: 'unknown', seq: 1 } });
  expect((await later.frame(9)).d).toBe(false);
  later.send({ op: 6, d: { token: simulator.botToken, session_id: ready.d.session_id, seq: 999 } });
  expect(await later.closed()).toBe(4007);
});

test('more was missed than is kept: op 9 false instead of a gap', async () => {
  const simulator = await start({ settings: { gateway: { replay: 4 } } });
  const raw = await openRaw(simulator);
  raw.identify(I.Guilds | I.GuildMessages);
  const ready = await raw.frame('READY');
  await raw.frame('GUILD_CREATE');
  raw.terminate();
  await simulator.control.waitForBot(false);
  for (let n = 0; n < 8; n += 1) await simulator.control.say({ as: MARLOWE, in: TAVERN, text: `${n}` });
  const later = await openRaw(simulator);
  later.send({ op: 6, d: { token: simulator.botToken, session_id: ready.d.session_id, seq: 1 } });
  expect((await later.frame(9)).d).toBe(false);
});

test('without the Message Content intent content is empty, but not in mentions of the bot', async () => {
  const simulator = await start();
  const client = await connect(simulator, { intents: [I.Guilds, I.GuildMessages] });
  const contents = heard(client);
  await simulator.control.say({ as: MARLOWE, in: TAVERN, text: 'secret' });
  await simulator.control.say({ as: MARLOWE, in: TAVERN, text: `hello <@${BOT}>` });
  await eventually(() => contents.length === 2);
  expect(contents).toEqual(['', `hello <@${BOT}>`]);
});

test('an event comes only with its intent', async () => {
  const simulator = await start();
  const raw = await openRaw(simulator);
  raw.identify(I.Guilds);
  await raw.frame('GUILD_CREATE');
  const { control } = simulator;
  await control.say({ as: MARLOWE, in: TAVERN, text: 'unheard' });
  await control.giveRole({ as: NOOR, guild: HARBOR, to: MARLOWE, role: CREW });
  await control.createChannel({ as: NOOR, guild: HARBOR, name: 'heard' });
  await raw.frame('CHANNEL_CREATE');
  expect(raw.frames.map(({ t }) => t)).not.toContain('MESSAGE_CREATE');
  expect(raw.frames.map(({ t }) => t)).not.toContain('GUILD_MEMBER_UPDATE');
});

test('members are fetched in chunks: by id, by name, all; who is not there is named', async () => {
  const simulator = await start();
  const client = await connect(simulator);
  const guild = client.guilds.cache.get(HARBOR)!;
  expect((await guild.members.fetch()).size).toBe(13);
  expect((await guild.members.fetch({ user: [MARLOWE, '1180000000000009999'] })).size).toBe(1);
  expect((await guild.members.fetch({ query: 'mar', limit: 5 })).map((member) => member.id)).toEqual([
    MARLOWE,
  ]);
  const raw = await openRaw(simulator);
  raw.identify(I.Guilds | I.GuildMembers);
  await raw.frame('READY');
  raw.send({ op: 8, d: { guild_id: HARBOR, user_ids: [NOOR, '1180000000000009999'], nonce: 'n1' } });
  expect((await raw.frame('GUILD_MEMBERS_CHUNK')).d).toMatchObject({
    nonce: 'n1',
    not_found: ['1180000000000009999'],
    chunk_index: 0,
    chunk_count: 1,
  });
});

test('a large guild comes without its members, who are asked for by id; what was asked is kept to look at', async () => {
  const simulator = await start({ scenario: withCrowd(harborLights, HARBOR, 200) });
  const client = await connect(simulator);
  const guild = client.guilds.cache.get(HARBOR)!;
  expect(guild).toMatchObject({ large: true, memberCount: 213 });
  const rookery = '1180000000000000206'; // in a voice channel
  expect([...guild.members.cache.keys()].sort()).toEqual([rookery, BOT].sort());
  await guild.members.fetch({ user: [crowdId(0), crowdId(199)] });
  expect(await simulator.control.memberRequests()).toMatchObject([
    { guild_id: HARBOR, user_ids: [crowdId(0), crowdId(199)] },
  ]);
});

test('held frames arrive together, in order, when they are released', async () => {
  const simulator = await start();
  const client = await connect(simulator);
  const contents = heard(client);
  await simulator.control.holdGateway();
  for (const text of ['a', 'b']) await simulator.control.say({ as: MARLOWE, in: TAVERN, text });
  expect(contents).toEqual([]);
  await simulator.control.releaseGateway();
  await eventually(() => contents.length === 2);
  expect(contents).toEqual(['a', 'b']);
});

test('the bot is told when it is removed from a guild, added to one, and of an outage', async () => {
  const simulator = await start();
  const client = await connect(simulator);
  const { control } = simulator;
  const removed = next(client, Events.GuildDelete);
  await control.removeBot(GLASSHOUSE);
  expect((await removed)[0].id).toBe(GLASSHOUSE);
  const added = next(client, Events.GuildCreate);
  await control.addBot(POCKET);
  expect((await added)[0].name).toBe('Pocket Tides');
  const out = next(client, Events.GuildUnavailable);
  await control.setAvailable(HARBOR, false);
  expect((await out)[0].id).toBe(HARBOR);
  const back = next(client, Events.GuildAvailable);
  await control.setAvailable(HARBOR, true);
  expect((await back)[0].id).toBe(HARBOR);
});

test('a guild belongs to one shard', async () => {
  const simulator = await start();
  const shards = await Promise.all(
    [0, 1].map(async (shard) => {
      const raw = await openRaw(simulator);
      raw.identify(I.Guilds, { shard: [shard, 2] });
      return ((await raw.frame('READY')).d.guilds as { id: string }[]).map((guild) => guild.id);
    }),
  );
  expect(shards.flat().sort()).toEqual([HARBOR, GLASSHOUSE].sort());
  for (const [shard, ids] of shards.entries()) {
    for (const id of ids) expect(Number((BigInt(id) >> 22n) % 2n)).toBe(shard);
  }
});

test('identifies are counted: more than the allowance in five seconds are answered with op 9', async () => {
  const simulator = await start({ settings: { gateway: { concurrency: 1 } } });
  const first = await openRaw(simulator);
  first.identify(I.Guilds);
  await first.frame('READY');
  const second = await openRaw(simulator);
  second.identify(I.Guilds);
  expect((await second.frame(9)).d).toBe(false);
  const headers = { authorization: `Bot ${simulator.botToken}` };
  const told = await (await fetch(`${simulator.apiUrl}/v10/gateway/bot`, { headers })).json();
  expect(told).toMatchObject({ session_start_limit: { total: 1000, remaining: 999 } });
});

test('an opcode that is not covered closes with 4001 and fails the run', async () => {
  const simulator = await startSimulator(); // not by `start`, which would fail this test for it
  onTestFinished(() => simulator.stop());
  const raw = await openRaw(simulator);
  raw.identify(I.Guilds);
  await raw.frame('READY');
  raw.send({ op: 31, d: {} });
  expect(await raw.closed()).toBe(4001);
  expect(simulator.uncovered()).toEqual(['gateway opcode 31']);
});

test('with Message Content off in the portal, reads are empty too, but for own messages', async () => {
  const simulator = await start({ settings: { privilegedIntents: { messageContent: false } } });
  await simulator.control.say({ as: MARLOWE, in: TAVERN, text: 'secret' });
  await rest(simulator, 'POST', `/channels/${TAVERN}/messages`, { content: 'own' });
  const { body } = await rest(simulator, 'GET', `/channels/${TAVERN}/messages`);
  expect(body.map((message: { content: string }) => message.content)).toEqual(['own', '']);
});

test('what is written to the audit log is told', async () => {
  const simulator = await start();
  const client = await connect(simulator);
  const written = next(client, Events.GuildAuditLogEntryCreate);
  await simulator.control.createChannel({ as: NOOR, guild: HARBOR, name: 'room' });
  expect((await written)[0]).toMatchObject({ action: 10, executorId: NOOR });
});
