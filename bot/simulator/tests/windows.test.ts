import { ButtonBuilder, ButtonStyle, ActionRowBuilder, Events, type TextChannel } from 'discord.js';
import { afterEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { ClientFrame } from '../protocol.ts';
import type { Simulator } from '../start-simulator.ts';
import {
  connect,
  CREW,
  eventually,
  GET_HELP,
  GLASSHOUSE,
  HARBOR,
  KESTREL,
  MARLOWE,
  NOOR,
  POCKET,
  start,
  TAVERN,
  THEO,
  TICKETS,
} from './start.ts';

const sockets: WebSocket[] = [];
afterEach(() => sockets.splice(0).forEach((socket) => socket.terminate()));

type Told<T extends ClientFrame['t']> = Extract<ClientFrame, { t: T }>['d'];

/** What one person's window is told. */
async function openWindow(simulator: Simulator, as: string) {
  const socket = new WebSocket(`${simulator.url.replace('http', 'ws')}/client?as=${as}`);
  sockets.push(socket);
  const frames: ClientFrame[] = [];
  socket.on('message', (data: Buffer) => frames.push(JSON.parse(data.toString()) as ClientFrame));
  const find = async <T extends ClientFrame['t']>(
    t: T,
    is: (d: Told<T>) => boolean = () => true,
  ): Promise<Told<T>> => {
    const frame = await eventually(() => frames.find((one) => one.t === t && is(one.d as Told<T>)));
    return frame.d as Told<T>;
  };
  return { frames, find, snapshot: await find('snapshot') };
}

test('a window begins with everything its person may see, and with nothing else', async () => {
  const simulator = await start();
  const { snapshot } = await openWindow(simulator, MARLOWE);
  expect(snapshot.me).toMatchObject({ name: 'Marlowe', part: 'requester' });
  expect(snapshot.people.length).toBe(12);
  expect(snapshot.guilds.map(({ id }) => id)).toEqual([HARBOR, GLASSHOUSE, POCKET]);
  const harbor = snapshot.guilds[0]!;
  expect(harbor.channels.map(({ name }) => name)).toEqual([
    'Harbor',
    'welcome',
    'announcements',
    'get-help',
    'tavern',
    'Voice',
    'On deck',
    "Crow's nest",
  ]);
  expect(harbor.channels.find(({ id }) => id === GET_HELP)).toMatchObject({
    canSend: false,
    topic: 'Press a button, the crew answers in private',
  });
  expect(harbor.channels.find(({ id }) => id === TAVERN)).toMatchObject({
    canSend: true,
    canManageMessages: false,
  });
  expect(harbor.canManageRoles).toBe(false);
  expect(harbor.members.find(({ id }) => id === MARLOWE)).toMatchObject({
    color: '#f0b04f',
    activity: 'Harbor Lights, ranked',
    presence: 'online',
  });
  const noor = (await openWindow(simulator, NOOR)).snapshot.guilds[0]!;
  expect(noor.channels.map(({ id }) => id)).toContain(TICKETS);
  expect(noor.roles.find(({ id }) => id === CREW)).toMatchObject({ canAssign: true });
});

test('messages, edits, reactions, deletions and typing reach those who can see the channel', async () => {
  const simulator = await start();
  const { control } = simulator;
  const [marlowe, theo] = await Promise.all([openWindow(simulator, MARLOWE), openWindow(simulator, THEO)]);
  const said = await control.say({ as: KESTREL, in: TAVERN, text: 'Ahoy', nonce: 'n1' });
  expect(await marlowe.find('message')).toMatchObject({
    id: said.id,
    author_name: 'kestrel',
    author_color: '#4fbf83',
    nonce: 'n1',
  });
  await control.edit({ as: KESTREL, in: TAVERN, message: said.id, text: 'Ahoy!' });
  await marlowe.find(
    'message-updated',
    ({ content, edited_timestamp }) => content === 'Ahoy!' && edited_timestamp !== null,
  );
  await control.react({ as: MARLOWE, in: TAVERN, message: said.id, emoji: '👍' });
  await marlowe.find('message-updated', ({ reactions }) => reactions?.[0]?.me === true);
  await theo.find('message-updated', ({ reactions }) => reactions?.[0]?.me === false);
  await control.type({ as: KESTREL, in: TAVERN });
  expect(await marlowe.find('typing')).toMatchObject({ name: 'kestrel', user_id: KESTREL });
  await control.remove({ as: KESTREL, in: TAVERN, message: said.id });
  expect(await marlowe.find('message-removed')).toMatchObject({ id: said.id, channel_id: TAVERN });
  const secret = await control.createChannel({ as: NOOR, guild: HARBOR, name: 'crew-only', parent: TICKETS });
  await control.say({ as: NOOR, in: secret.id, text: 'between us' });
  await theo.find('message', ({ content }) => content === 'between us');
  expect(marlowe.frames.filter(({ t }) => t === 'message').length).toBe(1);
});

test('a role given shows what it opens at once, and taken hides it again', async () => {
  const simulator = await start();
  const { control } = simulator;
  const marlowe = await openWindow(simulator, MARLOWE);
  await control.giveRole({ as: NOOR, guild: HARBOR, to: MARLOWE, role: CREW });
  await marlowe.find('guild', ({ channels }) => channels.some(({ id }) => id === TICKETS));
  marlowe.frames.length = 0;
  await control.takeRole({ as: NOOR, guild: HARBOR, from: MARLOWE, role: CREW });
  await marlowe.find('guild', ({ channels }) => !channels.some(({ id }) => id === TICKETS));
  await control.kick({ as: NOOR, guild: HARBOR, member: MARLOWE });
  expect(await marlowe.find('guild-removed')).toEqual({ id: HARBOR });
});

test('a window shows its person’s modal, ephemeral answers and how an interaction stands, and nobody else’s', async () => {
  const simulator = await start();
  const client = await connect(simulator);
  client.on(Events.InteractionCreate, async (interaction) => {
    if (interaction.isButton()) await interaction.reply({ content: 'just you', flags: 64 });
  });
  const row = new ActionRowBuilder<ButtonBuilder>().addComponents(
    new ButtonBuilder().setCustomId('go').setLabel('Go').setStyle(ButtonStyle.Primary),
  );
  const panel = await (client.channels.cache.get(TAVERN) as TextChannel).send({
    content: 'x',
    components: [row],
  });
  const [marlowe, kestrel] = await Promise.all([
    openWindow(simulator, MARLOWE),
    openWindow(simulator, KESTREL),
  ]);
  await simulator.control.press({ as: MARLOWE, in: TAVERN, message: panel.id, customId: 'go' });
  await marlowe.find('interaction', ({ state, custom_id }) => state === 'sent' && custom_id === 'go');
  await marlowe.find('interaction', ({ state }) => state === 'acknowledged');
  const shown = await marlowe.find('ephemeral');
  expect(shown).toMatchObject({ content: 'just you', flags: 64 });
  await simulator.control.dismiss({ as: MARLOWE, message: shown.id });
  await marlowe.find('ephemeral-removed', ({ id }) => id === shown.id);
  expect(kestrel.frames.map(({ t }) => t)).not.toContain('ephemeral');
  expect(kestrel.frames.map(({ t }) => t)).not.toContain('interaction');
});

test('windows see the bot come and go', async () => {
  const simulator = await start();
  const marlowe = await openWindow(simulator, MARLOWE);
  expect(marlowe.snapshot.bot.online).toBe(false);
  const client = await connect(simulator);
  await marlowe.find('bot', ({ online }) => online);
  await client.destroy();
  await marlowe.find('bot', ({ online }) => !online);
});

test('who is nobody gets no window and no answer', async () => {
  const simulator = await start();
  const refused = new WebSocket(`${simulator.url.replace('http', 'ws')}/client?as=1`);
  await new Promise<void>((resolve) => refused.on('error', () => resolve()));
  expect(refused.readyState).toBe(WebSocket.CLOSED);
  expect((await fetch(`${simulator.url}/client/channels/${TAVERN}/messages?as=1`)).status).toBe(401);
  expect((await fetch(`${simulator.url}/client/nothing?as=${MARLOWE}`)).status).toBe(404);
  expect((await simulator.control.people()).length).toBe(12);
});
