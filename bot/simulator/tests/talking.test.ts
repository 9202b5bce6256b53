import {
  ActionRowBuilder,
  ButtonBuilder,
  ButtonStyle,
  Events,
  LabelBuilder,
  ModalBuilder,
  TextInputBuilder,
  TextInputStyle,
  type TextChannel,
} from 'discord.js';
import { expect, test } from 'vitest';
import { connect, eventually, HARBOR, MARLOWE, next, start, TAVERN } from './start.ts';

test('discord.js becomes ready with the guilds the bot is in, their channels and roles', async () => {
  const simulator = await start();
  const client = await connect(simulator);
  expect(client.user.username).toBe('Harbor Desk');
  expect(client.guilds.cache.map((guild) => guild.name).sort()).toEqual([
    'Glasshouse Collective',
    'Harbor Lights',
  ]);
  expect(client.channels.cache.get(TAVERN)).toMatchObject({ name: 'tavern' });
  expect(client.guilds.cache.get(HARBOR)!.roles.cache.size).toBe(10);
  expect(client.guilds.cache.get(HARBOR)!.memberCount).toBe(13);
});

test('what a member writes, edits and deletes reaches the bot, and what the bot writes reaches the member', async () => {
  const simulator = await start();
  const client = await connect(simulator);
  const { control } = simulator;
  const created = next(client, Events.MessageCreate);
  const said = await control.say({ as: MARLOWE, in: TAVERN, text: 'My lantern is gone' });
  expect((await created)[0]).toMatchObject({
    id: said.id,
    content: 'My lantern is gone',
    member: { displayName: 'Marlowe' },
  });
  const updated = next(client, Events.MessageUpdate);
  await control.edit({ as: MARLOWE, in: TAVERN, message: said.id, text: 'My lantern is back' });
  expect((await updated)[1]).toMatchObject({
    content: 'My lantern is back',
    editedTimestamp: expect.any(Number),
  });
  const deleted = next(client, Events.MessageDelete);
  await control.remove({ as: MARLOWE, in: TAVERN, message: said.id });
  expect((await deleted)[0]).toMatchObject({ id: said.id });
  const channel = client.channels.cache.get(TAVERN) as TextChannel;
  const sent = await channel.send('Good');
  await sent.edit('Good to hear');
  expect(await control.read({ as: MARLOWE, in: TAVERN })).toMatchObject([
    { id: sent.id, content: 'Good to hear', author_name: 'Harbor Desk' },
  ]);
  await sent.delete();
  expect(await control.messages(TAVERN)).toEqual([]);
});

test('a button opens a modal, whose submission the bot answers in private', async () => {
  const simulator = await start();
  const client = await connect(simulator);
  const { control } = simulator;
  client.on(Events.InteractionCreate, async (interaction) => {
    if (interaction.isButton()) {
      const input = new TextInputBuilder()
        .setCustomId('what')
        .setStyle(TextInputStyle.Paragraph)
        .setMaxLength(1000);
      const label = new LabelBuilder().setLabel('What happened?').setTextInputComponent(input);
      await interaction.showModal(
        new ModalBuilder()
          .setCustomId(`open:${interaction.id}`)
          .setTitle('Purchases')
          .addLabelComponents(label),
      );
    } else if (interaction.isModalSubmit()) {
      await interaction.deferReply({ flags: 64 });
      await interaction.editReply(`Thank you: ${interaction.fields.getTextInputValue('what')}`);
    }
  });
  const button = new ButtonBuilder()
    .setCustomId('purchases')
    .setLabel('Purchases')
    .setStyle(ButtonStyle.Primary);
  const panel = await (client.channels.cache.get(TAVERN) as TextChannel).send({
    content: 'Need a hand?',
    components: [new ActionRowBuilder<ButtonBuilder>().addComponents(button)],
  });
  const pressed = await control.press({ as: MARLOWE, in: TAVERN, message: panel.id, customId: 'purchases' });
  expect(pressed).toMatchObject({
    state: 'acknowledged',
    modal: { title: 'Purchases', custom_id: `open:${pressed.id}` },
  });
  const submitted = await control.submit({
    as: MARLOWE,
    interaction: pressed.id,
    values: { what: 'It is gone' },
  });
  expect(submitted).toMatchObject({ state: 'acknowledged', reply: { flags: 64 | 128 } });
  await eventually(async () => (await control.ephemerals(MARLOWE))[0]?.content === 'Thank you: It is gone');
  expect((await control.messages(TAVERN)).length).toBe(1);
});
