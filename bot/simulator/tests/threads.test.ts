import { ChannelType, Events, type TextChannel } from 'discord.js';
import { expect, test } from 'vitest';
import {
  BOT,
  connect,
  eventually,
  HARBOR,
  KESTREL,
  MARLOWE,
  next,
  NOOR,
  rest,
  SAM,
  start,
  TAVERN,
  THEO,
  TICKETS,
} from './start.ts';

const open = async (simulator: Awaited<ReturnType<typeof start>>) => {
  const client = await connect(simulator);
  const channel = client.channels.cache.get(TAVERN) as TextChannel;
  const thread = await channel.threads.create({
    name: 'Marlowe, purchases',
    type: ChannelType.PrivateThread,
    invitable: false,
  });
  return { client, channel, thread };
};

test('a private thread is seen by its members and those who manage threads, by nobody else', async () => {
  const simulator = await start();
  const { thread } = await open(simulator);
  expect(thread.type).toBe(12);
  await thread.members.add(MARLOWE);
  await simulator.control.say({ as: MARLOWE, in: thread.id, text: 'hello' });
  await simulator.control.read({ as: SAM, in: thread.id });
  await expect(simulator.control.read({ as: KESTREL, in: thread.id })).rejects.toMatchObject({ code: 50001 });
  await thread.members.remove(MARLOWE);
  await expect(simulator.control.read({ as: MARLOWE, in: thread.id })).rejects.toMatchObject({ code: 50001 });
  expect((await simulator.control.messages(thread.id)).map(({ type }) => type)).toEqual([1, 0]);
});

test('a channel for announcements has public threads of its own kind, and no private ones', async () => {
  const simulator = await start();
  const make = (channel: string, type: number) =>
    rest(simulator, 'POST', `/channels/${channel}/threads`, { name: 'x', type });
  const { body: news } = await rest(simulator, 'POST', `/guilds/${HARBOR}/channels`, {
    name: 'news',
    type: 5,
  });
  expect((await make(news.id, 12)).body.code).toBe(50024);
  expect((await make(news.id, 11)).body.code).toBe(50024);
  expect((await make(news.id, 10)).body.type).toBe(10);
  expect((await make(TAVERN, 10)).body.code).toBe(50024);
  expect((await make(TICKETS, 12)).body.code).toBe(50024);
});

test('who is in no thread is taken out of none, and out of an archived one nobody is', async () => {
  const simulator = await start();
  const { thread } = await open(simulator);
  const remove = () => rest(simulator, 'DELETE', `/channels/${thread.id}/thread-members/${MARLOWE}`);
  expect((await remove()).body.code).toBe(10007);
  await thread.members.add(MARLOWE);
  await thread.setArchived(true);
  expect((await remove()).body.code).toBe(50083);
  await thread.setArchived(false);
  expect((await remove()).status).toBe(204);
});

test('who comes and goes is told, and members are listed', async () => {
  const simulator = await start();
  const { client, thread } = await open(simulator);
  const joined = next(client, Events.ThreadMembersUpdate);
  await thread.members.add(MARLOWE);
  expect([...(await joined)[0].keys()]).toEqual([MARLOWE]);
  const { body } = await rest(simulator, 'GET', `/channels/${thread.id}/thread-members?with_member=true`);
  expect(body.map((member: { user_id: string }) => member.user_id)).toEqual([BOT, MARLOWE]);
  expect(body[1].member.user.username).toBe('marlowe.tide');
  expect(
    (await rest(simulator, 'GET', `/channels/${thread.id}/thread-members/${MARLOWE}`)).body.user_id,
  ).toBe(MARLOWE);
  const [notice] = await simulator.control.messages(thread.id);
  expect(notice).toMatchObject({ type: 1, author: { id: BOT } });
  const removed = await rest(simulator, 'DELETE', `/channels/${thread.id}/messages/${notice!.id}`);
  expect(removed.body.code).toBe(50021); // nobody can take it back, not even who caused it
  expect(await simulator.control.threadMembers(thread.id)).toEqual([BOT, MARLOWE]);
  const left = next(client, Events.ThreadMembersUpdate);
  await simulator.control.leaveThread({ as: MARLOWE, in: thread.id });
  expect([...(await left)[1].keys()]).toEqual([MARLOWE]);
  expect((await rest(simulator, 'GET', `/channels/${thread.id}/thread-members/${MARLOWE}`)).body.code).toBe(
    10007,
  );
});

test('who cannot see the channel, or is not in the guild, cannot be added', async () => {
  const simulator = await start();
  const client = await connect(simulator);
  const { body: hidden } = await rest(simulator, 'POST', `/guilds/${HARBOR}/channels`, {
    name: 'hidden',
    parent_id: TICKETS,
  });
  const { body: thread } = await rest(simulator, 'POST', `/channels/${hidden.id}/threads`, { name: 'x' });
  expect(client.channels.cache.has(hidden.id)).toBe(true);
  const add = (user: string) => rest(simulator, 'PUT', `/channels/${thread.id}/thread-members/${user}`);
  expect((await add(MARLOWE)).body.code).toBe(50001);
  expect((await add('1180000000000009999')).body.code).toBe(10007);
  expect((await add(THEO)).status).toBe(204);
});

test('an archived thread refuses changes, a message wakes it; a locked one only its managers wake', async () => {
  const simulator = await start();
  const { client, thread } = await open(simulator);
  await thread.members.add(MARLOWE);
  const { id } = await thread.send('first');
  const archived = next(client, Events.ThreadUpdate);
  await thread.setArchived(true);
  expect((await archived)[1].archived).toBe(true);
  expect(
    (await rest(simulator, 'PATCH', `/channels/${thread.id}/messages/${id}`, { content: 'x' })).body.code,
  ).toBe(50083);
  expect((await rest(simulator, 'PATCH', `/channels/${thread.id}`, { name: 'x' })).body.code).toBe(50083);
  await simulator.control.say({ as: MARLOWE, in: thread.id, text: 'awake' });
  await eventually(() => !thread.archived);
  await thread.setLocked(true);
  await expect(simulator.control.say({ as: MARLOWE, in: thread.id, text: 'x' })).rejects.toMatchObject({
    code: 160005,
  });
  await simulator.control.say({ as: NOOR, in: thread.id, text: 'I may' });
  await expect(
    simulator.control.changeChannel({ as: MARLOWE, in: thread.id, locked: false }),
  ).rejects.toMatchObject({ code: 50013 });
});

test('threads are listed: active ones of the guild, archived ones of a channel', async () => {
  const simulator = await start();
  const { channel, thread } = await open(simulator);
  const active = await channel.threads.fetchActive();
  expect([...active.threads.keys()]).toEqual([thread.id]);
  await thread.setArchived(true);
  expect((await channel.threads.fetchActive(false)).threads.size).toBe(0);
  expect([
    ...(await channel.threads.fetchArchived({ type: 'private', fetchAll: true })).threads.keys(),
  ]).toEqual([thread.id]);
  expect([...(await channel.threads.fetchArchived({ type: 'private' })).threads.keys()]).toEqual([thread.id]);
  expect((await channel.threads.fetchArchived({ type: 'public' })).threads.size).toBe(0);
  expect(
    (await rest(simulator, 'GET', `/channels/${TAVERN}/threads/archived/private?before=never`)).status,
  ).toBe(400);
});

test('a public thread starts from a message, once', async () => {
  const simulator = await start();
  const { client } = await open(simulator);
  const said = await simulator.control.say({ as: MARLOWE, in: TAVERN, text: 'topic' });
  const created = next(client, Events.ThreadCreate);
  const { body } = await rest(simulator, 'POST', `/channels/${TAVERN}/messages/${said.id}/threads`, {
    name: 'topic',
  });
  expect(body).toMatchObject({ id: said.id, type: 11 });
  expect((await created)[0].id).toBe(said.id);
  expect(
    (await rest(simulator, 'POST', `/channels/${TAVERN}/messages/${said.id}/threads`, { name: 'topic' })).body
      .code,
  ).toBe(160004);
  await simulator.control.say({ as: KESTREL, in: said.id, text: 'public' });
});

test('a thread is deleted, or goes with its channel; too many active ones are refused', async () => {
  const simulator = await start({ settings: { activeThreads: 1 } });
  const { client, thread } = await open(simulator);
  expect((await rest(simulator, 'POST', `/channels/${TAVERN}/threads`, { name: 'x' })).body.code).toBe(
    160006,
  );
  let deleted = next(client, Events.ThreadDelete);
  await thread.delete();
  expect((await deleted)[0].id).toBe(thread.id);
  const { body } = await rest(simulator, 'POST', `/channels/${TAVERN}/threads`, { name: 'x' });
  deleted = next(client, Events.ThreadDelete);
  await simulator.control.deleteChannel({ as: NOOR, in: TAVERN });
  expect((await deleted)[0].id).toBe(body.id);
});
