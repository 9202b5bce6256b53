import { PermissionFlagsBits as P, type APIApplicationCommand } from 'discord-api-types/v10';
import { viewOf, type Interaction } from '../interactions/interactions.ts';
import type { InteractionOutcome, InteractionView } from '../protocol.ts';
import { refuse, refuseForm } from '../rest/refusal.ts';
import { requireChannel, requireGuild, requireIn } from '../rest/require.ts';
import type { Call } from '../rest/route.ts';
import { allComponents } from '../rest/validate/components.ts';
import { asList, asObject, type Json } from '../rest/validate/form.ts';
import { attachmentObject, messageObject } from '../state/message-object.ts';
import type { Channel, Message } from '../state/state.ts';
import { commandData, findCommand } from './command-data.ts';
import { commandsFor } from './guild-view.ts';
import { isOffered, kindOfIds } from './is-offered.ts';
import { messageView } from './message-view.ts';
import { modalData } from './modal-data.ts';
import { resolve } from './resolved.ts';

/*
 * A person presses, chooses, types a command or sends a form. Discord's app checks what it can before it asks the bot;
 * so do these.
 */

/** Presses a button or chooses in a select, of a message that the person sees. */
export async function useComponent(call: Call): Promise<InteractionView> {
  const { state, actor, body, interactions } = call;
  const channel = requireChannel(state, String(body.channel_id), actor);
  const shown = interactions.ephemerals.get(String(body.message_id));
  const ephemeral = shown?.user_id === actor ? shown.message : undefined;
  const message = ephemeral ?? state.messages.get(channel.id)?.byId.get(String(body.message_id));
  if (!message) throw refuse(10008);
  const component = [...allComponents(message.components)].find((one) => one.custom_id === body.custom_id);
  if (!component || component.disabled === true) {
    throw refuseForm([
      { path: ['custom_id'], code: 'COMPONENT_VALIDATION_FAILED', message: 'Component validation failed' },
    ]);
  }
  const data: Json = { component_type: component.type, custom_id: body.custom_id, id: component.id };
  if (component.type !== 2) Object.assign(data, chosen(call, channel, component));
  return begin(call, channel, {
    type: 3,
    kind: 'component',
    data,
    source: message,
    custom_id: String(body.custom_id),
  });
}

/** Runs a slash command. */
export async function useCommand(call: Call): Promise<InteractionView> {
  const { channel, commands } = requireCommands(call);
  const name = String(call.body.name);
  const { command, path } = findCommand(commands, name);
  const data = commandData(call, channel, command, path, asObject(call.body.options), null);
  return begin(call, channel, { type: 2, kind: 'command', data, command: name });
}

/** Asks for suggestions while typing an option. */
export async function autocomplete(call: Call): Promise<InteractionView> {
  const { channel, commands } = requireCommands(call);
  const { command, path } = findCommand(commands, String(call.body.name));
  const data = commandData(
    call,
    channel,
    command,
    path,
    asObject(call.body.options),
    String(call.body.focused),
  );
  return begin(call, channel, { type: 4, kind: 'autocomplete', data, command: command.name });
}

/** Runs a command of the context menu on a message or a user. */
export async function useContextMenu(call: Call): Promise<InteractionView> {
  const { state, body } = call;
  const { channel, commands } = requireCommands(call);
  const command = commands.find((one) => one.name === body.name && one.type !== 1);
  if (!command) throw refuse(10063);
  const target_id = String(body.target_id);
  const message = command.type === 3 ? state.messages.get(channel.id)?.byId.get(target_id) : undefined;
  if (command.type === 3 && !message) throw refuse(10008);
  if (command.type === 2 && !state.users.has(target_id)) throw refuse(10013);
  const resolved = message
    ? { messages: { [target_id]: messageObject(state, message) } }
    : resolve(call, channel, { users: [target_id] });
  const data = {
    id: command.id,
    name: command.name,
    type: command.type,
    target_id,
    resolved,
    guild_id: command.guild_id,
  };
  return begin(call, channel, { type: 2, kind: 'context', data, command: command.name });
}

/** Sends an open modal. It closes when the bot acknowledges; until then it can be sent again. */
export async function submitModal(call: Call): Promise<InteractionView> {
  const open = call.interactions.modals.get(String(call.body.interaction_id));
  if (open?.interaction.user_id !== call.actor) throw refuse(10062);
  const { interaction, data: modal } = open;
  const { components, values } = modalData(call, interaction.channel, modal.components as unknown as Json[]);
  const resolved = resolve(call, interaction.channel, values);
  const files = values.attachments ?? [];
  const attachments = Object.fromEntries(
    files.map((file) => [file.id, attachmentObject(call.state, interaction.channel.id, file)]),
  );
  const data: Json = {
    custom_id: modal.custom_id,
    components,
    resolved: { ...resolved, ...(files.length > 0 ? { attachments } : {}) },
  };
  return begin(
    call,
    interaction.channel,
    { type: 5, kind: 'modal', data, source: interaction.source, custom_id: modal.custom_id },
    (submitted) => (submitted.modal = interaction.modal),
  );
}

/** The interaction begins; with `?wait=1` this waits for the bot's first answer. */
async function begin(
  call: Call,
  channel: Channel,
  what: {
    type: Interaction['type'];
    kind: Interaction['kind'];
    data: Json;
    source?: Message | null;
    custom_id?: string;
    command?: string;
  },
  prepare: (interaction: Interaction) => void = () => {},
): Promise<InteractionView> {
  const interaction = call.interactions.start({ ...what, user_id: call.actor, channel });
  prepare(interaction);
  if (call.query.get('wait') !== '1') return viewOf(interaction);
  await interaction.settled;
  return outcomeOf(call, interaction);
}

function outcomeOf(call: Call, interaction: Interaction): InteractionOutcome {
  const { original } = interaction;
  return {
    ...viewOf(interaction),
    modal: interaction.answeredWith === 9 ? interaction.modal : null,
    reply: original ? messageView(call.state, original, call.actor) : null,
    choices: interaction.choices,
  };
}

function requireCommands(call: Call): { channel: Channel; commands: APIApplicationCommand[] } {
  const channel = requireChannel(call.state, String(call.body.channel_id), call.actor);
  requireIn(call.state, channel, call.actor, P.UseApplicationCommands);
  const guild = requireGuild(call.state, channel.guild_id ?? '', call.actor);
  return { channel, commands: commandsFor(call.state, guild, call.actor) };
}

function chosen(call: Call, channel: Channel, select: Json): Json {
  const values = asList(call.body.values).map(String);
  const [min, max] = [Number(select.min_values ?? 1), Number(select.max_values ?? 1)];
  const isOff = values.some((value) => !isOffered(call, channel, select, value));
  if (values.length < min || values.length > max || isOff) {
    throw refuseForm([
      { path: ['values'], code: 'COMPONENT_VALIDATION_FAILED', message: 'Component validation failed' },
    ]);
  }
  const kind = kindOfIds(select);
  return kind ? { values, resolved: resolve(call, channel, { [kind]: values }) } : { values };
}
