import {
  ActionRowBuilder,
  ButtonBuilder,
  ButtonStyle,
  Events,
  StringSelectMenuBuilder,
  type BaseInteraction,
  type Client,
  type TextChannel,
} from 'discord.js';
import { expect, test } from 'vitest';
import type { Simulator } from '../start-simulator.ts';
import { connect, eventually, HARBOR, KESTREL, MARLOWE, next, rest, start, TAVERN, THEO } from './start.ts';

const row = (...buttons: ButtonBuilder[]) => new ActionRowBuilder<ButtonBuilder>().addComponents(...buttons);
const button = (customId: string) =>
  new ButtonBuilder().setCustomId(customId).setLabel(customId).setStyle(ButtonStyle.Primary);

async function withPanel(
  simulator: Simulator,
  answer: (interaction: BaseInteraction) => unknown = () => {},
): Promise<{ client: Client<true>; panel: string }> {
  const client = await connect(simulator);
  client.on(Events.InteractionCreate, (interaction) => void answer(interaction));
  const select = new StringSelectMenuBuilder()
    .setCustomId('kind')
    .addOptions({ label: 'Bug', value: 'bug' }, { label: 'Idea', value: 'idea' });
  const panel = await (client.channels.cache.get(TAVERN) as TextChannel).send({
    content: 'Need a hand?',
    components: [
      row(button('help'), button('off').setDisabled(true)),
      new ActionRowBuilder<StringSelectMenuBuilder>().addComponents(select),
    ],
  });
  return { client, panel: panel.id };
}

const press = (simulator: Simulator, panel: string, customId = 'help') =>
  simulator.control.press({ as: MARLOWE, in: TAVERN, message: panel, customId });

test('an interaction carries who, where, what and which rights', async () => {
  const simulator = await start();
  const { client, panel } = await withPanel(
    simulator,
    (interaction) => interaction.isRepliable() && interaction.reply('ok'),
  );
  const created = next(client, Events.InteractionCreate);
  await press(simulator, panel);
  const interaction = (await created)[0];
  expect(interaction).toMatchObject({ guildId: HARBOR, channelId: TAVERN, user: { id: MARLOWE } });
  expect(interaction.isButton() && interaction.message.id).toBe(panel);
  expect(interaction.memberPermissions!.has('SendMessages')).toBe(true);
  expect(interaction.appPermissions.has('ManageChannels')).toBe(true);
  expect(interaction.inCachedGuild() && interaction.member.roles.cache.size).toBe(5);
});

test('no answer within three seconds is a failure, and a later answer is unknown', async () => {
  const simulator = await start({ settings: { interactions: { acknowledgeMs: 60 } } });
  let late: Promise<unknown> = Promise.resolve();
  const { panel } = await withPanel(simulator, (interaction) => {
    if (interaction.isButton())
      late = new Promise((resolve) => setTimeout(resolve, 120)).then(() => interaction.reply('late'));
  });
  expect(await press(simulator, panel)).toMatchObject({ state: 'failed', reason: 'This interaction failed' });
  await expect(late).rejects.toMatchObject({ code: 10062, status: 404 });
});

test('the second first answer is refused', async () => {
  const simulator = await start();
  let second: Promise<unknown> = Promise.resolve();
  const { panel } = await withPanel(simulator, async (interaction) => {
    if (!interaction.isButton()) return;
    const path = `/interactions/${interaction.id}/${interaction.token}/callback`;
    const once = () =>
      rest(simulator, 'POST', path, { type: 4, data: { content: 'x' } }, { authorization: '' });
    second = Promise.all([once(), once()]);
  });
  await press(simulator, panel);
  expect((await second) as { status: number; body: { code: number } | null }[]).toMatchObject([
    { status: 204 },
    { status: 400, body: { code: 40060 } },
  ]);
});

test('a token ends after its fifteen minutes', async () => {
  const simulator = await start({ settings: { interactions: { tokenMs: 50 } } });
  let after: Promise<unknown> = Promise.resolve();
  const { panel } = await withPanel(simulator, async (interaction) => {
    if (!interaction.isButton()) return;
    await interaction.deferReply();
    after = new Promise((resolve) => setTimeout(resolve, 80)).then(() => interaction.editReply('too late'));
  });
  await press(simulator, panel);
  await expect(eventually(() => after !== undefined).then(() => after)).rejects.toMatchObject({
    code: 50027,
    status: 401,
  });
});

test('an ephemeral answer is on one screen only, can be changed, followed up, deleted and dismissed', async () => {
  const simulator = await start();
  const { client, panel } = await withPanel(simulator, async (interaction) => {
    if (!interaction.isButton()) return;
    await interaction.reply({ content: 'just you', flags: 64, components: [row(button('again'))] });
    await interaction.editReply('changed');
    await interaction.followUp({ content: 'more', flags: 64 });
    await interaction.deleteReply();
  });
  const contents: string[] = [];
  client.on(Events.MessageCreate, ({ content }) => contents.push(content));
  expect(await press(simulator, panel)).toMatchObject({ reply: { flags: 64 } });
  await eventually(
    async () => (await simulator.control.ephemerals(MARLOWE)).map(({ content }) => content).join() === 'more',
  );
  expect(await simulator.control.ephemerals(KESTREL)).toEqual([]);
  expect(await simulator.control.messages(TAVERN)).toMatchObject([{ id: panel }]);
  expect(contents).toEqual([]);
  const [left] = await simulator.control.ephemerals(MARLOWE);
  await simulator.control.dismiss({ as: MARLOWE, message: left!.id });
  expect(await simulator.control.ephemerals(MARLOWE)).toEqual([]);
});

test('a button on an ephemeral message works, and updates that message', async () => {
  const simulator = await start();
  const { panel } = await withPanel(simulator, async (interaction) => {
    if (!interaction.isButton()) return;
    if (interaction.customId === 'help')
      await interaction.reply({ content: 'sure?', flags: 64, components: [row(button('yes'))] });
    else await interaction.update({ content: 'done', components: [] });
  });
  const { reply } = await press(simulator, panel);
  const outcome = await simulator.control.press({
    as: MARLOWE,
    in: TAVERN,
    message: reply!.id,
    customId: 'yes',
  });
  expect(outcome.reply).toMatchObject({ id: reply!.id, content: 'done', flags: 64 });
});

test('"thinking" ends with the first text, which the next follow-up may bring', async () => {
  const simulator = await start();
  const { panel } = await withPanel(simulator, async (interaction) => {
    if (!interaction.isButton()) return;
    await interaction.deferReply();
    await interaction.followUp('the answer');
    await interaction.followUp('and another');
  });
  const { reply } = await press(simulator, panel);
  expect(reply!.flags! & 128).toBe(128);
  await eventually(async () => (await simulator.control.messages(TAVERN)).length === 3);
  const [, first, second] = await simulator.control.messages(TAVERN);
  expect(first).toMatchObject({
    id: reply!.id,
    content: 'the answer',
    flags: 0,
    type: 19,
    interaction_metadata: { user: { id: MARLOWE } },
  });
  expect(second).toMatchObject({ content: 'and another' });
});

test('with_response gives the message at once', async () => {
  const simulator = await start();
  let answer: { id: string; content: string } | undefined;
  const { panel } = await withPanel(simulator, async (interaction) => {
    if (!interaction.isButton()) return;
    const response = await interaction.reply({ content: 'here', withResponse: true });
    answer = response.resource!.message!;
  });
  await press(simulator, panel);
  await eventually(() => answer?.content === 'here');
});

test('a select gives what was chosen; what is not offered, disabled or absent is refused', async () => {
  const simulator = await start();
  const { panel } = await withPanel(
    simulator,
    (interaction) =>
      interaction.isStringSelectMenu() && interaction.reply(`chose ${interaction.values.join()}`),
  );
  const choose = (values: string[]) =>
    simulator.control.choose({ as: MARLOWE, in: TAVERN, message: panel, customId: 'kind', values });
  expect((await choose(['idea'])).reply!.content).toBe('chose idea');
  await expect(choose(['other'])).rejects.toMatchObject({ code: 50035 });
  await expect(choose([])).rejects.toMatchObject({ code: 50035 });
  await expect(press(simulator, panel, 'off')).rejects.toMatchObject({ code: 50035 });
  await expect(press(simulator, panel, 'absent')).rejects.toMatchObject({ code: 50035 });
});

const labelled = (label: string, component: object) => ({ type: 18, label, component });
const options = [
  { label: 'PC', value: 'pc' },
  { label: 'Console', value: 'console' },
];

test('a modal of every kind of field gives each back, with users and files resolved', async () => {
  const simulator = await start();
  let data: Record<string, unknown> = {};
  const { client, panel } = await withPanel(simulator);
  client.ws.on(
    'INTERACTION_CREATE' as never,
    (packet: { id: string; token: string; type: number; data: Record<string, unknown> }) => {
      const callback = (body: unknown) =>
        void rest(simulator, 'POST', `/interactions/${packet.id}/${packet.token}/callback`, body, {
          authorization: '',
        });
      if (packet.type === 5) {
        data = packet.data;
        return callback({ type: 4, data: { content: 'thanks', flags: 64 } });
      }
      callback({
        type: 9,
        data: {
          custom_id: 'form',
          title: 'Form',
          components: [
            labelled('What', { type: 4, style: 2, custom_id: 'what', min_length: 3, max_length: 10 }),
            labelled('Where', { type: 3, custom_id: 'where', options }),
            labelled('Who', { type: 5, custom_id: 'who', required: false }),
            labelled('Proof', { type: 19, custom_id: 'proof', max_values: 2 }),
            labelled('Agree', { type: 23, custom_id: 'agree' }),
          ],
        },
      });
    },
  );
  const { id } = await press(simulator, panel);
  const modal = await simulator.control.nextModal(MARLOWE);
  expect(modal).toMatchObject({ interaction_id: id, title: 'Form', application: { name: 'Harbor Desk' } });
  const submit = (values: Record<string, string | string[] | boolean>, files = {}) =>
    simulator.control.submit({ as: MARLOWE, interaction: id, values, files });
  const proof = [{ name: 'proof.txt', type: 'text/plain', bytes: 'proof' }];
  await expect(submit({ what: 'ab', where: ['pc'] }, { proof })).rejects.toMatchObject({
    body: { errors: { values: { what: { _errors: [{}] } } } },
  });
  await expect(submit({ what: 'abc', where: ['moon'] }, { proof })).rejects.toMatchObject({
    body: { errors: { values: { where: { _errors: [{}] } } } },
  });
  await expect(submit({ what: 'abc', where: ['pc'] })).rejects.toMatchObject({
    body: { errors: { values: { proof: { _errors: [{}] } } } },
  });
  expect(await submit({ what: 'abc', where: ['pc'], who: [THEO], agree: true }, { proof })).toMatchObject({
    state: 'acknowledged',
    reply: { content: 'thanks' },
  });
  const components = data.components as { type: number; component: Record<string, unknown> }[];
  expect(components.map(({ component }) => component.value ?? component.values)).toEqual([
    'abc',
    ['pc'],
    [THEO],
    [expect.any(String)],
    true,
  ]);
  const resolved = data.resolved as {
    users: Record<string, object>;
    attachments: Record<string, { url: string; filename: string }>;
  };
  expect(resolved.users[THEO]).toMatchObject({ username: 'theo.l' });
  const [file] = Object.values(resolved.attachments);
  expect(await (await fetch(file!.url)).text()).toBe('proof');
  await expect(submit({ what: 'abc' })).rejects.toMatchObject({ code: 10062 });
});

test('a modal that Discord would not show is refused', async () => {
  const simulator = await start();
  let answers: { body: { code: number; errors: Record<string, unknown> } }[] = [];
  const { panel } = await withPanel(simulator, async (interaction) => {
    const callback = (data: object) =>
      rest(
        simulator,
        'POST',
        `/interactions/${interaction.id}/${interaction.token}/callback`,
        { type: 9, data },
        { authorization: '' },
      );
    const field = { type: 4, style: 1, custom_id: 'same' };
    answers = [
      await callback({ custom_id: 'x', title: 'x'.repeat(46), components: [labelled('a', field)] }),
      await callback({ custom_id: 'x', title: 'x', components: [] }),
      await callback({
        custom_id: 'x',
        title: 'x',
        components: [labelled('a', field), labelled('b', field)],
      }),
      await callback({
        custom_id: 'x',
        title: 'x',
        components: [labelled('a', { type: 3, custom_id: 'x', options, disabled: true })],
      }),
    ];
    if (interaction.isButton()) await interaction.reply('no form');
  });
  await press(simulator, panel);
  expect(answers.map(({ body }) => body.code)).toEqual([50035, 50035, 50035, 50035]);
});

test('an answer of a kind that does not fit is refused', async () => {
  const simulator = await start();
  let status = 0;
  const { panel } = await withPanel(simulator, async (interaction) => {
    status = (
      await rest(simulator, 'POST', `/interactions/${interaction.id}/${interaction.token}/callback`, {
        type: 8,
        data: { choices: [] },
      })
    ).status;
    if (interaction.isButton()) await interaction.deferUpdate();
  });
  expect(await press(simulator, panel)).toMatchObject({ state: 'acknowledged', reply: { id: panel } });
  expect(status).toBe(400);
});
