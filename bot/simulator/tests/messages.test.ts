import { EmbedBuilder, Events, type TextChannel } from 'discord.js';
import { expect, test } from 'vitest';
import type { Simulator } from '../start-simulator.ts';
import {
  ANNOUNCEMENTS,
  BOT,
  connect,
  CREW,
  eventually,
  HARBOR,
  KESTREL,
  MARLOWE,
  next,
  NOOR,
  rest,
  start,
  TAVERN,
} from './start.ts';

const post = (simulator: Simulator, body: unknown) =>
  rest(simulator, 'POST', `/channels/${TAVERN}/messages`, body);

test('a message that Discord would not take is refused with its code and the place of each fault', async () => {
  const simulator = await start({ settings: { rateLimits: { enabled: false } } });
  expect(await post(simulator, { content: '' })).toMatchObject({ status: 400, body: { code: 50006 } });
  expect(await post(simulator, { content: 'x'.repeat(2001) })).toMatchObject({
    status: 400,
    body: {
      code: 50035,
      errors: {
        content: { _errors: [{ code: 'BASE_TYPE_MAX_LENGTH', message: 'Must be 2000 or fewer in length.' }] },
      },
    },
  });
  const field = { name: '', value: 'x'.repeat(1025) };
  const { body } = await post(simulator, {
    embeds: [{ title: 'x'.repeat(257), fields: [field], url: 'no address' }],
    nonce: 'x'.repeat(26),
  });
  expect(body.errors.embeds['0'].title._errors[0].code).toBe('BASE_TYPE_MAX_LENGTH');
  expect(body.errors.embeds['0'].fields['0'].name._errors[0].code).toBe('BASE_TYPE_MIN_LENGTH');
  expect(body.errors.embeds['0'].fields['0'].value._errors[0].code).toBe('BASE_TYPE_MAX_LENGTH');
  expect(body.errors.embeds['0'].url._errors[0].code).toBe('URL_TYPE_INVALID_URL');
  expect(body.errors.nonce._errors[0].code).toBe('BASE_TYPE_MAX_LENGTH');
  const many = Array.from({ length: 3 }, () => ({ description: 'x'.repeat(2500) }));
  expect((await post(simulator, { embeds: many })).body.errors.embeds._errors[0].code).toBe(
    'MAX_EMBED_SIZE_EXCEEDED',
  );
  const button = { type: 2, style: 1, label: 'x', custom_id: 'same' };
  const twice = await post(simulator, {
    content: 'x',
    components: [{ type: 1, components: [button, button] }],
  });
  expect(twice.body.errors.components['0'].components['1'].custom_id._errors[0].code).toBe(
    'COMPONENT_CUSTOM_ID_DUPLICATED',
  );
  const six = await post(simulator, {
    content: 'x',
    components: [
      { type: 1, components: Array.from({ length: 6 }, (_, n) => ({ ...button, custom_id: `${n}` })) },
    ],
  });
  expect(six.body.errors.components['0'].components._errors[0].code).toBe('BASE_TYPE_BAD_LENGTH');
  expect(
    (await post(simulator, { content: 'x', flags: 1 << 15, components: [{ type: 10, content: 'x' }] })).body
      .code,
  ).toBe(50035);
  expect((await simulator.control.messages(TAVERN)).length).toBe(0);
});

test('components v2 are kept as they are, and cannot go with content', async () => {
  const simulator = await start();
  const components = [
    {
      type: 17,
      components: [
        { type: 10, content: '# Hello' },
        { type: 1, components: [{ type: 2, style: 2, label: 'Go', custom_id: 'go' }] },
      ],
    },
  ];
  const { status, body } = await post(simulator, { flags: 1 << 15, components });
  expect(status).toBe(200);
  expect(body.components[0].components[0]).toMatchObject({
    type: 10,
    content: '# Hello',
    id: expect.any(Number),
  });
});

test('the same nonce with enforce_nonce is the same message and no second event', async () => {
  const simulator = await start();
  const client = await connect(simulator);
  const contents: unknown[] = [];
  client.on(Events.MessageCreate, (message) => contents.push([message.content, message.nonce]));
  const body = { content: 'once', nonce: 'reply-1', enforce_nonce: true };
  const [first, second] = [await post(simulator, body), await post(simulator, body)];
  expect(second.body).toMatchObject({ id: first.body.id, nonce: 'reply-1' });
  await post(simulator, { ...body, enforce_nonce: false });
  await eventually(() => contents.length === 2);
  expect(contents).toEqual([
    ['once', 'reply-1'],
    ['once', 'reply-1'],
  ]);
  expect((await simulator.control.messages(TAVERN)).length).toBe(2);
});

test('after the few minutes a nonce is forgotten', async () => {
  const simulator = await start({ settings: { nonceMs: 0 } });
  const body = { content: 'once', nonce: 'reply-1', enforce_nonce: true };
  const first = await post(simulator, body);
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect((await post(simulator, body)).body.id).not.toBe(first.body.id);
});

test('a reply carries what it answers, and pings only whom it may', async () => {
  const simulator = await start();
  const client = await connect(simulator);
  const said = await simulator.control.say({ as: MARLOWE, in: TAVERN, text: 'Hello?' });
  const channel = client.channels.cache.get(TAVERN) as TextChannel;
  const reply = await channel.send({
    content: `<@${KESTREL}> <@&${CREW}> @everyone`,
    reply: { messageReference: said.id },
    allowedMentions: { users: [KESTREL], repliedUser: false },
  });
  expect(reply.type).toBe(19);
  expect([...reply.mentions.users.keys()]).toEqual([KESTREL]);
  expect(reply.mentions.everyone).toBe(false);
  expect(reply.mentions.roles.size).toBe(0);
  const { body } = await rest(simulator, 'GET', `/channels/${TAVERN}/messages/${reply.id}`);
  expect(body.referenced_message).toMatchObject({ id: said.id, content: 'Hello?' });
  await simulator.control.remove({ as: MARLOWE, in: TAVERN, message: said.id });
  expect(
    (await rest(simulator, 'GET', `/channels/${TAVERN}/messages/${reply.id}`)).body.referenced_message,
  ).toBe(null);
  await expect(channel.send({ content: 'x', reply: { messageReference: said.id } })).rejects.toMatchObject({
    code: 50035,
  });
  await channel.send({ content: 'x', reply: { messageReference: said.id, failIfNotExists: false } });
});

test('history comes in pages: before, after, around; newest first', async () => {
  const simulator = await start();
  const ids: string[] = [];
  for (let n = 0; n < 7; n += 1)
    ids.push((await simulator.control.say({ as: MARLOWE, in: TAVERN, text: `${n}` })).id);
  const page = async (query: string) =>
    (await rest(simulator, 'GET', `/channels/${TAVERN}/messages?${query}`)).body
      .map((message: { content: string }) => message.content)
      .join('');
  expect(await page('limit=3')).toBe('654');
  expect(await page(`before=${ids[4]}&limit=2`)).toBe('32');
  expect(await page(`after=${ids[1]}&limit=2`)).toBe('32');
  expect(await page(`around=${ids[3]}&limit=3`)).toBe('432');
  expect(await page(`after=${ids[6]}`)).toBe('');
  expect((await rest(simulator, 'GET', `/channels/${TAVERN}/messages?limit=101`)).status).toBe(400);
});

test('only its author edits a message; others with the right may hide its embeds', async () => {
  const simulator = await start();
  const said = await simulator.control.say({ as: MARLOWE, in: TAVERN, text: 'mine' });
  const path = `/channels/${TAVERN}/messages/${said.id}`;
  expect((await rest(simulator, 'PATCH', path, { content: 'yours' })).body.code).toBe(50005);
  expect((await rest(simulator, 'PATCH', path, { flags: 4 })).body.flags).toBe(4);
  await expect(
    simulator.control.edit({ as: KESTREL, in: TAVERN, message: said.id, text: 'x' }),
  ).rejects.toMatchObject({ code: 50005 });
  expect((await rest(simulator, 'GET', `/channels/${TAVERN}/messages/1180000000000009999`)).body.code).toBe(
    10008,
  );
  expect((await rest(simulator, 'GET', '/channels/1180000000000009999/messages')).body.code).toBe(10003);
});

test('many are deleted at once in one event; too few, too many and too old are refused', async () => {
  const simulator = await start();
  const client = await connect(simulator);
  const ids: string[] = [];
  for (let n = 0; n < 3; n += 1)
    ids.push((await simulator.control.say({ as: MARLOWE, in: TAVERN, text: `${n}` })).id);
  const bulk = (messages: string[]) =>
    rest(simulator, 'POST', `/channels/${TAVERN}/messages/bulk-delete`, { messages });
  expect((await bulk([ids[0]!])).body.code).toBe(50016);
  expect((await bulk([ids[0]!, '1180000000000000500'])).body.code).toBe(50034);
  const deleted = next(client, Events.MessageBulkDelete);
  expect((await bulk(ids)).status).toBe(204);
  expect([...(await deleted)[0].keys()].sort()).toEqual(ids);
});

test('who may not read history cannot reply', async () => {
  const simulator = await start();
  const said = await simulator.control.say({ as: MARLOWE, in: TAVERN, text: 'Hello?' });
  const reply = { content: 'Yes?', message_reference: { message_id: said.id } };
  const deny = (permission: 'ReadMessageHistory' | 'AddReactions') =>
    simulator.control.restore({
      channels: [
        {
          id: TAVERN,
          guild_id: HARBOR,
          name: 'tavern',
          overwrites: [{ id: BOT, type: 'member', deny: [permission] }],
        },
      ],
    });
  await deny('ReadMessageHistory');
  expect((await post(simulator, reply)).body.code).toBe(160002);
  await deny('AddReactions');
  expect((await post(simulator, reply)).status).toBe(200);
});

test('pinning says so in the channel, and pins are listed by both addresses', async () => {
  const simulator = await start();
  const client = await connect(simulator);
  const said = await simulator.control.say({ as: MARLOWE, in: TAVERN, text: 'pin me' });
  const pinned = next(client, Events.ChannelPinsUpdate);
  expect((await rest(simulator, 'PUT', `/channels/${TAVERN}/messages/pins/${said.id}`)).status).toBe(204);
  await pinned;
  expect((await simulator.control.messages(TAVERN)).at(-1)).toMatchObject({
    type: 6,
    message_reference: { message_id: said.id },
  });
  expect((await rest(simulator, 'GET', `/channels/${TAVERN}/messages/pins`)).body).toMatchObject({
    has_more: false,
    items: [{ message: { id: said.id, pinned: true } }],
  });
  const notice = (await simulator.control.messages(TAVERN)).at(-1)!;
  expect((await rest(simulator, 'DELETE', `/channels/${TAVERN}/messages/${notice.id}`)).status).toBe(204);
  await simulator.control.unpin({ as: NOOR, in: TAVERN, message: said.id });
  expect((await rest(simulator, 'GET', `/channels/${TAVERN}/pins`)).body).toEqual([]);
  await expect(simulator.control.pin({ as: MARLOWE, in: TAVERN, message: said.id })).rejects.toMatchObject({
    code: 50013,
  });
});

test('reactions are counted per person, and what is no emoji is refused', async () => {
  const simulator = await start();
  const client = await connect(simulator);
  const said = await simulator.control.say({ as: MARLOWE, in: TAVERN, text: 'nice' });
  const added = next(client, Events.MessageReactionAdd);
  await simulator.control.react({ as: KESTREL, in: TAVERN, message: said.id, emoji: '👍🏽' });
  expect((await added)[0]).toMatchObject({ emoji: { name: '👍🏽' }, count: 1 });
  const reaction = `/channels/${TAVERN}/messages/${said.id}/reactions/${encodeURIComponent('👍🏽')}`;
  expect((await rest(simulator, 'PUT', `${reaction}/@me`)).status).toBe(204);
  expect((await rest(simulator, 'GET', reaction)).body.map((user: { id: string }) => user.id)).toEqual([
    KESTREL,
    BOT,
  ]);
  expect(
    (await rest(simulator, 'GET', `/channels/${TAVERN}/messages/${said.id}`)).body.reactions,
  ).toMatchObject([{ count: 2, me: true }]);
  const removed = next(client, Events.MessageReactionRemove);
  await simulator.control.unreact({ as: KESTREL, in: TAVERN, message: said.id, emoji: '👍🏽' });
  await removed;
  const all = next(client, Events.MessageReactionRemoveAll);
  await new Promise((resolve) => setTimeout(resolve, 300)); // one reaction call per 250 ms
  expect((await rest(simulator, 'DELETE', `/channels/${TAVERN}/messages/${said.id}/reactions`)).status).toBe(
    204,
  );
  await all;
  await expect(
    simulator.control.react({ as: KESTREL, in: TAVERN, message: said.id, emoji: 'nonsense' }),
  ).rejects.toMatchObject({ code: 10014 });
});

test('files are kept, shown with size and type, and their address ends', async () => {
  const simulator = await start({ settings: { attachmentLinkMs: 1500 } });
  const client = await connect(simulator);
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  );
  const created = next(client, Events.MessageCreate);
  await simulator.control.say({
    as: MARLOWE,
    in: TAVERN,
    text: '',
    files: [{ name: 'my lamp.png', type: 'image/png', bytes: png }],
  });
  const file = (await created)[0].attachments.first()!;
  expect(file).toMatchObject({
    name: 'my_lamp.png',
    contentType: 'image/png',
    size: png.length,
    width: 1,
    height: 1,
  });
  expect(file.url).toMatch(/\?ex=[0-9a-f]+&is=[0-9a-f]+&hm=[0-9a-f]{64}&$/);
  const fetched = await fetch(file.url);
  expect([fetched.status, fetched.headers.get('content-type')]).toEqual([200, 'image/png']);
  expect(Buffer.from(await fetched.arrayBuffer()).equals(png)).toBe(true);
  expect((await fetch(file.url.replace('hm=', 'hm=0'))).status).toBe(404);
  await simulator.control.expireLinks();
  expect((await fetch(file.url)).status).toBe(404);
  const [again] = (await rest(simulator, 'GET', `/channels/${TAVERN}/messages`)).body;
  expect((await fetch(again.attachments[0].url)).status).toBe(200);
  await new Promise((resolve) => setTimeout(resolve, 1600)); // the address's own end
  expect((await fetch(again.attachments[0].url)).status).toBe(404);
});

test('an upload of the bot arrives, an embed shows its own file, and an edit keeps or drops files', async () => {
  const simulator = await start();
  const client = await connect(simulator);
  const channel = client.channels.cache.get(TAVERN) as TextChannel;
  const files = [
    { attachment: Buffer.from('one'), name: 'one.txt', description: 'the first' },
    { attachment: Buffer.from('two'), name: 'two.txt' },
  ];
  const sent = await channel.send({ content: 'files', files });
  expect(sent.attachments.map(({ name, description }) => [name, description])).toEqual([
    ['one.txt', 'the first'],
    ['two.txt', null],
  ]);
  const kept = await sent.edit({ attachments: [sent.attachments.first()!] });
  expect(kept.attachments.map(({ name }) => name)).toEqual(['one.txt']);
  const embed = new EmbedBuilder().setTitle('Lamp').setImage('attachment://lamp.png');
  const shown = await channel.send({
    embeds: [embed],
    files: [{ attachment: Buffer.from('png'), name: 'lamp.png' }],
  });
  expect(shown.embeds[0]!.image!.url).toContain('/cdn/attachments/');
  expect(shown.attachments.size).toBe(0);
});

test('too large an upload is refused', async () => {
  const simulator = await start({ settings: { attachmentBytes: 10 } });
  const client = await connect(simulator);
  const channel = client.channels.cache.get(TAVERN) as TextChannel;
  await expect(channel.send({ files: [Buffer.from('x'.repeat(11))] })).rejects.toMatchObject({
    code: 40005,
    status: 413,
  });
});

test('a message of an announcement channel is published, and of another is not', async () => {
  const simulator = await start();
  const { body } = await rest(simulator, 'POST', `/channels/${ANNOUNCEMENTS}/messages`, { content: 'News' });
  expect(
    (await rest(simulator, 'POST', `/channels/${ANNOUNCEMENTS}/messages/${body.id}/crosspost`)).body.flags,
  ).toBe(1);
  const other = await post(simulator, { content: 'no news' });
  expect(
    (await rest(simulator, 'POST', `/channels/${TAVERN}/messages/${other.body.id}/crosspost`)).body.code,
  ).toBe(50024);
});

test('typing is heard from both sides', async () => {
  const simulator = await start();
  const client = await connect(simulator);
  const typing = next(client, Events.TypingStart, (start) => start.user.id === MARLOWE);
  await simulator.control.type({ as: MARLOWE, in: TAVERN });
  expect((await typing)[0].channel.id).toBe(TAVERN);
  expect((await rest(simulator, 'POST', `/channels/${TAVERN}/typing`)).status).toBe(204);
});

test('a direct message reaches the person, who must share a guild', async () => {
  const simulator = await start();
  const client = await connect(simulator);
  const user = await client.users.fetch(MARLOWE);
  const sent = await user.send('Your ticket was closed');
  expect(await simulator.control.read({ as: MARLOWE, in: sent.channelId })).toMatchObject([
    { content: 'Your ticket was closed' },
  ]);
  expect((await rest(simulator, 'POST', '/users/@me/channels', { recipient_id: BOT })).body.code).toBe(50007);
  await expect(simulator.control.read({ as: KESTREL, in: sent.channelId })).rejects.toMatchObject({
    code: 50001,
  });
  expect((await rest(simulator, 'PATCH', `/channels/${sent.channelId}`, { name: 'x' })).body.code).toBe(
    50003,
  );
});

test('slow mode makes people wait, but not those who manage messages', async () => {
  const simulator = await start();
  await simulator.control.restore({
    channels: [{ id: '1180000000000000499', guild_id: HARBOR, name: 'slow', slowmode: 30 }],
  });
  const where = { in: '1180000000000000499' };
  await simulator.control.say({ ...where, as: MARLOWE, text: 'one' });
  await expect(simulator.control.say({ ...where, as: MARLOWE, text: 'two' })).rejects.toMatchObject({
    status: 429,
    code: 20016,
  });
  for (const text of ['one', 'two']) await simulator.control.say({ ...where, as: NOOR, text });
});
