import {
  ApplicationCommandOptionType as O,
  ContextMenuCommandBuilder,
  Events,
  SlashCommandBuilder,
} from 'discord.js';
import { expect, test } from 'vitest';
import { BOT, connect, GLASSHOUSE, HARBOR, MARLOWE, next, NOOR, rest, start, TAVERN, THEO } from './start.ts';

const COMMANDS = `/applications/${BOT}/commands`;
const ticket = new SlashCommandBuilder()
  .setName('ticket')
  .setDescription('Tickets')
  .addSubcommand((one) =>
    one
      .setName('open')
      .setDescription('Open one')
      .addStringOption((o) =>
        o.setName('about').setDescription('What').setRequired(true).setMaxLength(20).setAutocomplete(true),
      )
      .addUserOption((o) => o.setName('for').setDescription('Whom')),
  )
  .toJSON();
const close = new SlashCommandBuilder()
  .setName('close')
  .setDescription('Close')
  .setDefaultMemberPermissions(32)
  .toJSON();
const fromMessage = new ContextMenuCommandBuilder().setName('Open ticket').setType(3).toJSON();

test('commands are overwritten as a list, keep their ids by name, and are seen by those who may use them', async () => {
  const simulator = await start();
  const client = await connect(simulator);
  const first = await client.application.commands.set([ticket, close, fromMessage]);
  expect(first.map(({ name }) => name)).toEqual(['ticket', 'close', 'Open ticket']);
  const again = await client.application.commands.set([close, ticket]);
  expect(again.find(({ name }) => name === 'ticket')!.id).toBe(
    first.find(({ name }) => name === 'ticket')!.id,
  );
  expect((await client.application.commands.fetch()).size).toBe(2);
  const run = (as: string) => simulator.control.command({ as, guild: HARBOR, in: TAVERN, name: 'close' });
  await expect(run(MARLOWE)).rejects.toMatchObject({ code: 10063 });
  client.on(
    Events.InteractionCreate,
    (interaction) => void (interaction.isRepliable() && interaction.reply('closed')),
  );
  expect(await run(NOOR)).toMatchObject({
    kind: 'command',
    reply: { content: 'closed', type: 20, interaction_user: { name: 'Noor Haddad', command: 'close' } },
  });
});

test('descriptions in other languages are told to a bot that asks for them, and checked', async () => {
  const simulator = await start();
  const german = { de: 'Ein Ticket' };
  const localized = new SlashCommandBuilder()
    .setName('ask')
    .setDescription('A ticket')
    .setDescriptionLocalizations(german)
    .addStringOption((o) => o.setName('about').setDescription('What').setDescriptionLocalizations(german))
    .toJSON();
  const put = (description_localizations: object) =>
    rest(simulator, 'PUT', COMMANDS, [{ ...localized, description_localizations }]);
  expect((await put(german)).status).toBe(200);
  const list = async (query: string) => (await rest(simulator, 'GET', COMMANDS + query)).body[0];
  expect(await list('?with_localizations=true')).toMatchObject({
    description_localizations: german,
    options: [{ description_localizations: german }],
  });
  expect(JSON.stringify(await list(''))).not.toContain('Ein Ticket');
  expect((await put({ klingon: 'chab' })).body).toMatchObject({ code: 50035 });
  expect((await put({ de: 'x'.repeat(101) })).body).toMatchObject({ code: 50035 });
});

test('a slash command carries its subcommand, its options and what their ids mean', async () => {
  const simulator = await start();
  const client = await connect(simulator);
  await client.application.commands.set([ticket], HARBOR);
  client.on(Events.InteractionCreate, (interaction) => {
    if (!interaction.isChatInputCommand()) return;
    const about = interaction.options.getString('about');
    void interaction.reply(
      `${interaction.options.getSubcommand()} ${about} ${interaction.options.getUser('for')?.username}`,
    );
  });
  const run = (options: Record<string, string>) =>
    simulator.control.command({ as: MARLOWE, guild: HARBOR, in: TAVERN, name: 'ticket open', options });
  expect((await run({ about: 'lamp', for: THEO })).reply!.content).toBe('open lamp theo.l');
  await expect(run({})).rejects.toMatchObject({ code: 50035 });
  await expect(run({ about: 'x'.repeat(21) })).rejects.toMatchObject({ code: 50035 });
  await expect(
    simulator.control.command({ as: MARLOWE, guild: HARBOR, in: TAVERN, name: 'ticket absent' }),
  ).rejects.toMatchObject({ code: 10063 });
});

test('suggestions come while typing', async () => {
  const simulator = await start();
  const client = await connect(simulator);
  await client.application.commands.set([ticket]);
  client.on(Events.InteractionCreate, (interaction) => {
    if (interaction.isAutocomplete())
      void interaction.respond([{ name: `Lamp (${interaction.options.getFocused()})`, value: 'lamp' }]);
  });
  const outcome = await simulator.control.autocomplete({
    as: MARLOWE,
    guild: HARBOR,
    in: TAVERN,
    name: 'ticket open',
    options: { about: 'la' },
    focused: 'about',
  });
  expect(outcome.choices).toEqual([{ name: 'Lamp (la)', value: 'lamp' }]);
});

test('context menus carry their message or user', async () => {
  const simulator = await start();
  const client = await connect(simulator);
  const onUser = new ContextMenuCommandBuilder().setName('Tickets of').setType(2).toJSON();
  await client.application.commands.set([fromMessage, onUser]);
  client.on(Events.InteractionCreate, (interaction) => {
    if (interaction.isMessageContextMenuCommand())
      void interaction.reply({ content: interaction.targetMessage.content, flags: 64 });
    if (interaction.isUserContextMenuCommand())
      void interaction.reply({ content: interaction.targetUser.username, flags: 64 });
  });
  const said = await simulator.control.say({ as: MARLOWE, in: TAVERN, text: 'my lamp' });
  const context = (name: string, target: string) =>
    simulator.control.context({ as: NOOR, guild: HARBOR, in: TAVERN, name, target });
  expect((await context('Open ticket', said.id)).reply).toMatchObject({ content: 'my lamp', type: 23 });
  expect((await context('Tickets of', MARLOWE)).reply!.content).toBe('marlowe.tide');
  await expect(context('Open ticket', '1180000000000009999')).rejects.toMatchObject({ code: 10008 });
});

test('a modal may answer a slash command, and its submission updates no message', async () => {
  const simulator = await start();
  const client = await connect(simulator);
  await client.application.commands.set([
    {
      name: 'form',
      description: 'A form',
      options: [{ type: O.Boolean, name: 'long', description: 'Long?' }],
    },
  ]);
  const submitted = next(client, Events.InteractionCreate, (interaction) => interaction.isModalSubmit());
  client.on(Events.InteractionCreate, async (interaction) => {
    const field = { type: 1, components: [{ type: 4, custom_id: 'a', label: 'A', style: 1 }] };
    if (interaction.isChatInputCommand())
      await rest(
        simulator,
        'POST',
        `/interactions/${interaction.id}/${interaction.token}/callback`,
        { type: 9, data: { custom_id: 'm', title: 'M', components: [field] } },
        { authorization: '' },
      );
    if (interaction.isModalSubmit())
      await interaction.reply({ content: interaction.fields.getTextInputValue('a'), flags: 64 });
  });
  const opened = await simulator.control.command({
    as: MARLOWE,
    guild: HARBOR,
    in: TAVERN,
    name: 'form',
    options: { long: true },
  });
  const { reply } = await simulator.control.submit({
    as: MARLOWE,
    interaction: opened.id,
    values: { a: 'hello' },
  });
  expect(reply).toMatchObject({ content: 'hello' });
  expect((await submitted)[0].isModalSubmit()).toBe(true);
});

test('a command that Discord would not take is refused, and single commands are made, changed and deleted', async () => {
  const simulator = await start();
  const bad = await rest(simulator, 'PUT', COMMANDS, [
    { name: 'Upper', description: '' },
    {
      name: 'ok',
      description: 'x',
      options: [
        { type: 3, name: 'a', description: 'x' },
        { type: 3, name: 'b', description: 'x', required: true },
      ],
    },
  ]);
  expect(bad.body.errors).toMatchObject({
    '0': { name: { _errors: [{ code: 'APPLICATION_COMMAND_INVALID_NAME' }] } },
    '1': { options: { '1': { _errors: [{ code: 'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID' }] } } },
  });
  expect((await rest(simulator, 'PUT', COMMANDS, [close, close])).body.errors['1'].name._errors[0].code).toBe(
    'APPLICATION_COMMANDS_DUPLICATE_NAME',
  );
  expect(
    (
      await rest(
        simulator,
        'PUT',
        COMMANDS,
        Array.from({ length: 101 }, (_, n) => ({ name: `c${n}`, description: 'x' })),
      )
    ).body.code,
  ).toBe(30032);
  const made = await rest(simulator, 'POST', COMMANDS, close);
  expect(made.status).toBe(201);
  expect((await rest(simulator, 'POST', COMMANDS, close)).status).toBe(200);
  const one = `${COMMANDS}/${made.body.id}`;
  expect((await rest(simulator, 'PATCH', one, { description: 'Close it' })).body.description).toBe(
    'Close it',
  );
  expect((await rest(simulator, 'GET', one)).body.description).toBe('Close it');
  expect((await rest(simulator, 'DELETE', one)).status).toBe(204);
  expect((await rest(simulator, 'GET', one)).body.code).toBe(10063);
  expect(
    (await rest(simulator, 'PUT', `/applications/${BOT}/guilds/${GLASSHOUSE}/commands`, [close])).body.length,
  ).toBe(1);
  expect(
    (await rest(simulator, 'GET', `/applications/${BOT}/guilds/${GLASSHOUSE}/commands`)).body.length,
  ).toBe(1);
});
