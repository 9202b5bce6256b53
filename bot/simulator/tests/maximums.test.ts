import { expect, test } from 'vitest';
import { CREW, GET_HELP, HARBOR, id, KESTREL, MARLOWE, NOOR, rest, start, TAVERN } from './start.ts';

/** `count` ids that nothing else has. */
const ids = (count: number) =>
  Array.from({ length: count }, (_, n) => (1_180_000_000_000_100_000n + BigInt(n)).toString());

const unlimited = { settings: { rateLimits: { enabled: false } } };

test('a channel has 250 pins', async () => {
  const simulator = await start(unlimited);
  const said = ids(251).map((message, n) => ({
    id: message,
    channel_id: TAVERN,
    author: NOOR,
    pinned: n < 249,
  }));
  await simulator.control.restore({ messages: said });
  const pin = (n: number) => rest(simulator, 'PUT', `/channels/${TAVERN}/messages/pins/${said[n]!.id}`);
  expect((await pin(249)).status).toBe(204);
  expect((await pin(250)).body.code).toBe(30003);
});

test('a guild has 250 roles', async () => {
  const simulator = await start();
  const desk = { id: id(601), name: 'Desk', ofBot: true, permissions: ['ManageRoles' as const] };
  const roles = ids(247).map((role) => ({ id: role, name: role }));
  await simulator.control.restore({
    guilds: [{ id: id(600), name: 'Many', owner: NOOR, roles: [...roles, desk] }],
  });
  const create = () => rest(simulator, 'POST', `/guilds/${id(600)}/roles`, { name: 'one more' });
  expect((await create()).status).toBe(200);
  expect((await create()).body.code).toBe(30005);
});

test('a message has 20 different reactions, each from as many as like', async () => {
  const simulator = await start(unlimited);
  const emoji = (n: number) => String.fromCodePoint(0x1f600 + n);
  const reactions = ids(19).map((_, n) => ({ emoji: emoji(n), users: [NOOR] }));
  const message = id(601);
  await simulator.control.restore({
    messages: [{ id: message, channel_id: TAVERN, author: NOOR, reactions }],
  });
  const react = (n: number) =>
    rest(
      simulator,
      'PUT',
      `/channels/${TAVERN}/messages/${message}/reactions/${encodeURIComponent(emoji(n))}/@me`,
    );
  expect((await react(19)).status).toBe(204);
  expect((await react(20)).body.code).toBe(30010);
  expect((await react(0)).status).toBe(204);
});

test('a thread has 1000 members', async () => {
  const simulator = await start();
  const thread = {
    id: id(601),
    guild_id: HARBOR,
    name: 'crowd',
    type: 12,
    parent: TAVERN,
    members: ids(998),
  };
  await simulator.control.restore({ channels: [thread] });
  const add = (user: string) => rest(simulator, 'PUT', `/channels/${thread.id}/thread-members/${user}`);
  expect((await add(MARLOWE)).status).toBe(204);
  expect((await add(KESTREL)).body.code).toBe(30033);
  expect((await add(MARLOWE)).status).toBe(204);
});

test('a guild has 1000 webhooks', async () => {
  const simulator = await start();
  await simulator.control.restore({
    webhooks: ids(999).map((webhook) => ({ id: webhook, channel_id: GET_HELP, name: 'Desk' })),
  });
  const create = () => rest(simulator, 'POST', `/channels/${TAVERN}/webhooks`, { name: 'Desk' });
  expect((await create()).status).toBe(200);
  expect((await create()).body.code).toBe(30058);
});

test('a channel has 1000 overwrites', async () => {
  const simulator = await start();
  const overwrites = ids(999).map((one) => ({ id: one, type: 'member' as const }));
  await simulator.control.restore({
    channels: [{ id: id(601), guild_id: HARBOR, name: 'crowd', overwrites }],
  });
  const put = (one: string, type: number) =>
    rest(simulator, 'PUT', `/channels/${id(601)}/permissions/${one}`, { type });
  expect((await put(CREW, 0)).status).toBe(204);
  expect((await put(MARLOWE, 1)).body.code).toBe(30060);
  expect((await put(CREW, 0)).status).toBe(204);
  const permission_overwrites = ids(1001).map((one) => ({ id: one, type: 1 }));
  const created = await rest(simulator, 'POST', `/guilds/${HARBOR}/channels`, {
    name: 'x',
    permission_overwrites,
  });
  expect(created.body.code).toBe(30060);
});
