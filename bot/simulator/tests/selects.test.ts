import {
  Events,
  type Client,
  type MessageComponentInteraction,
  type ModalSubmitInteraction,
} from 'discord.js';
import { expect, test } from 'vitest';
import type { Simulator } from '../start-simulator.ts';
import {
  ANNOUNCEMENTS,
  BOT,
  connect,
  CREW,
  GET_HELP,
  id,
  INES,
  MARLOWE,
  POCKET,
  rest,
  start,
  TAVERN,
  THEO,
  TICKETS,
  WATCH,
} from './start.ts';

/** A message with one select, and what the bot makes of each choice. */
async function withSelect<T>(select: object, read: (chosen: MessageComponentInteraction) => T) {
  const simulator = await start();
  const client = await connect(simulator);
  let seen: T | undefined;
  client.on(Events.InteractionCreate, (interaction) => {
    if (!interaction.isMessageComponent()) return;
    seen = read(interaction);
    void interaction.deferUpdate();
  });
  const { body } = await rest(simulator, 'POST', `/channels/${TAVERN}/messages`, {
    content: 'Choose',
    components: [{ type: 1, components: [{ custom_id: 'who', ...select }] }],
  });
  const choose = async (...values: string[]) => {
    await simulator.control.choose({ as: MARLOWE, in: TAVERN, message: body.id, customId: 'who', values });
    return seen;
  };
  return { choose };
}

const refused = { code: 50035 };

test('a select of users gives members with their roles, and nobody from elsewhere', async () => {
  const { choose } = await withSelect({ type: 5, max_values: 2 }, (chosen) =>
    chosen.isUserSelectMenu()
      ? chosen.members.map((member) => member && 'roles' in member && [chosen.values.length, member.user?.id])
      : [],
  );
  expect(await choose(THEO, BOT)).toEqual([
    [2, THEO],
    [2, BOT],
  ]);
  await expect(choose(id(999))).rejects.toMatchObject(refused);
  await expect(choose(CREW)).rejects.toMatchObject(refused);
  await expect(choose(THEO, INES, BOT)).rejects.toMatchObject(refused);
});

test('a select of roles gives the guild’s roles, and no other', async () => {
  const { choose } = await withSelect({ type: 6 }, (chosen) =>
    chosen.isRoleSelectMenu() ? chosen.roles.map((role) => role.name) : [],
  );
  expect(await choose(CREW)).toEqual(['Support crew']);
  await expect(choose(id(331))).rejects.toMatchObject(refused); // of another guild
  await expect(choose(THEO)).rejects.toMatchObject(refused);
});

test('a select of mentionables gives users and roles apart', async () => {
  const { choose } = await withSelect({ type: 7, max_values: 5 }, (chosen) =>
    chosen.isMentionableSelectMenu() ? [[...chosen.users.keys()], [...chosen.roles.keys()]] : [],
  );
  expect(await choose(THEO, CREW, INES)).toEqual([[THEO, INES], [CREW]]);
  await expect(choose(TAVERN)).rejects.toMatchObject(refused);
});

test('a select of channels gives those of its types that the person sees', async () => {
  const { choose } = await withSelect({ type: 8, channel_types: [0, 4] }, (chosen) =>
    chosen.isChannelSelectMenu() ? chosen.channels.map((channel) => 'name' in channel && channel.name) : [],
  );
  expect(await choose(GET_HELP)).toEqual(['get-help']);
  await expect(choose(ANNOUNCEMENTS)).rejects.toMatchObject(refused); // type 5
  await expect(choose(TICKETS)).rejects.toMatchObject(refused); // hidden from Marlowe
  await expect(choose(id(432))).rejects.toMatchObject(refused); // of another guild
  expect(await choose(id(401))).toEqual(['Harbor']);
});

/** Shows Marlowe a modal with these fields in Labels; `sent` is what the bot is given. */
async function withModal(...fields: object[]) {
  const simulator = await start();
  const client = await connect(simulator);
  const sent: ModalSubmitInteraction[] = [];
  const { status, interaction } = await showModal(simulator, client, fields, sent);
  const submit = (values: Record<string, string | string[] | boolean>) =>
    simulator.control.submit({ as: MARLOWE, interaction, values });
  return { status, submit, fields: () => sent.at(-1)!.fields };
}

async function showModal(
  simulator: Simulator,
  client: Client,
  fields: object[],
  sent: ModalSubmitInteraction[],
) {
  let status = 0;
  client.on(Events.InteractionCreate, async (interaction) => {
    if (interaction.isModalSubmit()) {
      sent.push(interaction);
      return interaction.deferUpdate();
    }
    if (!interaction.isButton()) return;
    const components = fields.map((component) => ({ type: 18, label: 'Label', component }));
    const answer = { type: 9, data: { custom_id: 'form', title: 'Form', components } };
    const path = `/interactions/${interaction.id}/${interaction.token}/callback`;
    ({ status } = await rest(simulator, 'POST', path, answer));
    if (status !== 204) await interaction.deferUpdate();
  });
  const { body } = await rest(simulator, 'POST', `/channels/${TAVERN}/messages`, {
    content: 'Open',
    components: [{ type: 1, components: [{ type: 2, style: 1, label: 'Open', custom_id: 'open' }] }],
  });
  const opened = await simulator.control.press({
    as: MARLOWE,
    in: TAVERN,
    message: body.id,
    customId: 'open',
  });
  return { interaction: opened.id, status: () => status };
}

const options = ['red', 'green', 'blue'].map((value) => ({ value, label: value }));

test('a radio group gives one of its options, or null where none is needed', async () => {
  const { submit, fields } = await withModal(
    { type: 21, custom_id: 'must', options },
    { type: 21, custom_id: 'may', options, required: false },
  );
  await expect(submit({})).rejects.toMatchObject({ body: { errors: { values: { must: {} } } } });
  await expect(submit({ must: ['red', 'blue'] })).rejects.toMatchObject(refused);
  await expect(submit({ must: 'pink' })).rejects.toMatchObject(refused);
  await submit({ must: 'blue' });
  expect([fields().getField('must'), fields().getField('may')]).toMatchObject([
    { value: 'blue' },
    { value: null },
  ]);
});

test('a checkbox group gives as many options as it asks for, all of them unless it says less', async () => {
  const { submit, fields } = await withModal(
    { type: 22, custom_id: 'any', options },
    { type: 22, custom_id: 'two', options, min_values: 2, max_values: 2 },
    { type: 22, custom_id: 'may', options, required: false },
  );
  const two = ['red', 'green'];
  await expect(submit({ any: [], two })).rejects.toMatchObject({ body: { errors: { values: { any: {} } } } });
  await expect(submit({ any: ['red'], two: ['red'] })).rejects.toMatchObject(refused);
  await expect(submit({ any: ['red'], two: ['red', 'green', 'blue'] })).rejects.toMatchObject(refused);
  await submit({ any: ['red', 'green', 'blue'], two });
  expect(['any', 'two', 'may'].map((name) => fields().getField(name))).toMatchObject([
    { values: ['red', 'green', 'blue'] },
    { values: two },
    { values: [] },
  ]);
});

test('roles, mentionables and channels can be asked for in a modal too, and come resolved', async () => {
  const { submit, fields } = await withModal(
    { type: 6, custom_id: 'role' },
    { type: 7, custom_id: 'whom', max_values: 2 },
    { type: 8, custom_id: 'where', channel_types: [0] },
  );
  const good = { role: [CREW], whom: [THEO, WATCH], where: [GET_HELP] };
  await expect(submit({ ...good, role: [POCKET] })).rejects.toMatchObject(refused);
  await expect(submit({ ...good, where: [ANNOUNCEMENTS] })).rejects.toMatchObject(refused);
  await submit(good);
  expect([...fields().getSelectedRoles('role')!.keys()]).toEqual([CREW]);
  expect([...fields().getSelectedMentionables('whom')!.users.keys()]).toEqual([THEO]);
  expect([...fields().getSelectedMentionables('whom')!.roles.keys()]).toEqual([WATCH]);
  expect([...fields().getSelectedChannels('where')!.keys()]).toEqual([GET_HELP]);
});

test.each([
  [21, 1],
  [21, 11],
  [22, 0],
  [22, 11],
])('a group of type %i with %i options is refused', async (type, count) => {
  const many = Array.from({ length: count }, (_, n) => ({ value: `${n}`, label: `${n}` }));
  const { status } = await withModal({ type, custom_id: 'group', options: many });
  expect(status()).toBe(400);
});
