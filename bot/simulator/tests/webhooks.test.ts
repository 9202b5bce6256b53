import { Events, WebhookClient, type TextChannel } from 'discord.js';
import { expect, test } from 'vitest';
import { connect, MARLOWE, next, rest, start, TAVERN } from './start.ts';

test('a webhook speaks under the name and face it is given, and its message can be edited and deleted', async () => {
  const simulator = await start();
  const client = await connect(simulator);
  const channel = client.channels.cache.get(TAVERN) as TextChannel;
  const webhook = await channel.createWebhook({ name: 'Desk' });
  const created = next(client, Events.MessageCreate);
  const avatarURL = `${simulator.cdnUrl}/avatars/${MARLOWE}/x.png`;
  const sent = await webhook.send({ content: 'Hello', username: 'Noor Haddad', avatarURL });
  expect(sent).toMatchObject({
    content: 'Hello',
    webhookId: webhook.id,
    author: { username: 'Noor Haddad', bot: true, id: webhook.id },
  });
  expect((await created)[0]).toMatchObject({ id: sent.id, webhookId: webhook.id, member: null });
  const face = await fetch(sent.author.displayAvatarURL());
  expect([face.status, face.url]).toEqual([200, avatarURL]);
  await webhook.editMessage(sent.id, 'Hello Marlowe');
  expect((await webhook.fetchMessage(sent.id)).content).toBe('Hello Marlowe');
  expect((await simulator.control.read({ as: MARLOWE, in: TAVERN }))[0]).toMatchObject({
    author_name: 'Noor Haddad',
    content: 'Hello Marlowe',
  });
  await webhook.deleteMessage(sent.id);
  await expect(webhook.fetchMessage(sent.id)).rejects.toMatchObject({ code: 10008 });
});

test('without wait the answer is 204; nonce and replies are not for webhooks', async () => {
  const simulator = await start();
  const { body: webhook } = await rest(simulator, 'POST', `/channels/${TAVERN}/webhooks`, { name: 'Desk' });
  const path = `/webhooks/${webhook.id}/${webhook.token}`;
  expect((await rest(simulator, 'POST', path, { content: 'x' }, { authorization: '' })).status).toBe(204);
  const body = { content: 'again', nonce: 'n', enforce_nonce: true, message_reference: { message_id: '1' } };
  const [first, second] = [
    await rest(simulator, 'POST', `${path}?wait=true`, body),
    await rest(simulator, 'POST', `${path}?wait=true`, body),
  ];
  expect(first.body.nonce).toBe(undefined);
  expect(first.body.type).toBe(0);
  expect(second.body.id).not.toBe(first.body.id);
});

test('a wrong token is refused, an unknown webhook is not found, an empty message is empty', async () => {
  const simulator = await start();
  const { body: webhook } = await rest(simulator, 'POST', `/channels/${TAVERN}/webhooks`, { name: 'Desk' });
  expect((await rest(simulator, 'POST', `/webhooks/${webhook.id}/wrong`, { content: 'x' })).body.code).toBe(
    50027,
  );
  expect(
    (await rest(simulator, 'POST', '/webhooks/1180000000000009999/token', { content: 'x' })).body.code,
  ).toBe(10015);
  expect((await rest(simulator, 'POST', `/webhooks/${webhook.id}/${webhook.token}`, {})).body.code).toBe(
    50006,
  );
  expect(
    (await rest(simulator, 'POST', `/channels/${TAVERN}/webhooks`, { name: 'Discord' })).body.errors.name
      ._errors[0].code,
  ).toBe('USERNAME_INVALID_CONTAINS');
});

test('webhooks are listed, renamed and deleted, by the bot and by their token; a channel has 15 at most', async () => {
  const simulator = await start();
  const client = await connect(simulator);
  const updated = next(client, Events.WebhooksUpdate);
  const made = [];
  for (let n = 0; n < 15; n += 1)
    made.push((await rest(simulator, 'POST', `/channels/${TAVERN}/webhooks`, { name: `Desk ${n}` })).body);
  await updated;
  expect(
    (await rest(simulator, 'POST', `/channels/${TAVERN}/webhooks`, { name: 'one more' })).body.code,
  ).toBe(30007);
  const listed = (await rest(simulator, 'GET', `/channels/${TAVERN}/webhooks`)).body;
  expect(listed.map((webhook: { token: string }) => webhook.token)).toEqual(
    made.map((webhook) => webhook.token),
  );
  expect((await rest(simulator, 'GET', `/guilds/${listed[0].guild_id}/webhooks`)).body.length).toBe(15);
  expect((await rest(simulator, 'PATCH', `/webhooks/${made[0].id}`, { name: 'Renamed' })).body.name).toBe(
    'Renamed',
  );
  expect((await rest(simulator, 'GET', `/webhooks/${made[0].id}`)).body.name).toBe('Renamed');
  const byToken = `/webhooks/${made[1].id}/${made[1].token}`;
  expect((await rest(simulator, 'GET', byToken)).body.user).toBe(undefined);
  expect((await rest(simulator, 'PATCH', byToken, { name: 'By token' })).body.name).toBe('By token');
  expect((await rest(simulator, 'DELETE', byToken)).status).toBe(204);
  expect((await rest(simulator, 'DELETE', `/webhooks/${made[0].id}`)).status).toBe(204);
  expect((await rest(simulator, 'GET', `/webhooks/${made[0].id}`)).body.code).toBe(10015);
});

test('a webhook speaks in a thread of its channel, and wakes it', async () => {
  const simulator = await start();
  const client = await connect(simulator);
  const channel = client.channels.cache.get(TAVERN) as TextChannel;
  const thread = await channel.threads.create({ name: 'private', type: 12 });
  const webhook = await channel.createWebhook({ name: 'Desk' });
  const byUrl = new WebhookClient(
    { id: webhook.id, token: webhook.token! },
    { rest: { api: simulator.apiUrl } },
  );
  const sent = await byUrl.send({ content: 'in the thread', threadId: thread.id });
  expect(sent.channel_id).toBe(thread.id);
  await thread.setArchived(true);
  await expect(byUrl.editMessage(sent.id, { content: 'x', threadId: thread.id })).rejects.toMatchObject({
    code: 50083,
  });
  await byUrl.send({ content: 'wakes', threadId: thread.id });
  expect(thread.archived).toBe(false);
  await expect(byUrl.send({ content: 'x', threadId: '1180000000000009999' })).rejects.toMatchObject({
    code: 10003,
  });
});

test('components of a webhook that the application owns are shown', async () => {
  const simulator = await start();
  const { body: webhook } = await rest(simulator, 'POST', `/channels/${TAVERN}/webhooks`, { name: 'Desk' });
  const components = [
    { type: 1, components: [{ type: 2, style: 5, label: 'Site', url: 'https://example.org' }] },
  ];
  const { body } = await rest(simulator, 'POST', `/webhooks/${webhook.id}/${webhook.token}?wait=true`, {
    content: 'x',
    components,
  });
  expect(body.components.length).toBe(1);
});
