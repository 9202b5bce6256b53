import { refuse, refuseForm } from '../rest/refusal.ts';
import type { UploadedFile } from '../rest/read-body.ts';
import { readDraft, readEdit } from '../rest/validate/draft.ts';
import { asList, asObject, type Json } from '../rest/validate/form.ts';
import { readModal } from '../rest/validate/modal.ts';
import { addMessage, blankMessage, changeMessage, removeMessages } from '../state/messages.ts';
import { messageObject } from '../state/message-object.ts';
import type { Message, State } from '../state/state.ts';
import type { Interaction, Interactions } from './interactions.ts';
import type { APIApplicationCommandOptionChoice } from 'discord-api-types/v10';

const EPHEMERAL = 64;
const LOADING = 128;

/**
 * The bot's first answer (interactions/receiving-and-responding: Create Interaction Response).
 * Throws 10062 when it is unknown or too late, 40060 when it was answered, 50035 for an answer that does not fit.
 */
export function respond(
  state: State,
  interactions: Interactions,
  id: string,
  token: string,
  answer: Json,
  files: UploadedFile[],
): Interaction {
  const interaction = interactions.byId.get(id);
  if (!interaction || interaction.token !== token || interaction.state === 'failed') throw refuse(10062);
  if (interaction.state === 'acknowledged') throw refuse(40060);
  const type = Number(answer.type);
  const data = asObject(answer.data);
  if (!allowedTypes(interaction).includes(type)) {
    const message = `Value must be one of {${allowedTypes(interaction).join(', ')}}.`;
    throw refuseForm([{ path: ['type'], code: 'BASE_TYPE_CHOICES', message }]);
  }
  if (type === 9) {
    interactions.showModal(interaction, readModal(data));
    interactions.acknowledge(interaction, type);
  } else if (type === 8) {
    interactions.showChoices(interaction, asList(data.choices) as APIApplicationCommandOptionChoice[]);
    interactions.acknowledge(interaction, type);
  } else if (type === 6 || type === 7) {
    interaction.original = interaction.source;
    if (type === 7) editMessage(state, interactions, interaction, interaction.source!, data, files);
    interactions.acknowledge(interaction, type);
  } else {
    interaction.original = say(state, interactions, interaction, data, files, type === 5);
    interaction.isThinking = type === 5;
    interactions.acknowledge(interaction, type);
  }
  return interaction;
}

/** A further message; right after a type 5 it becomes the original. Its ephemeral mark cannot be changed then. */
export function followUp(
  state: State,
  interactions: Interactions,
  interaction: Interaction,
  data: Json,
  files: UploadedFile[],
): Message {
  if (interaction.state !== 'acknowledged') throw refuse(10015);
  const { original } = interaction;
  if (interaction.isThinking && original) {
    editMessage(state, interactions, interaction, original, data, files);
    return original;
  }
  return say(state, interactions, interaction, data, files, false);
}

/** `@original`, or one of the follow-ups; 10008 when there is none. */
export function findAnswer(
  state: State,
  interactions: Interactions,
  interaction: Interaction,
  id: string,
): Message {
  if (id === '@original') {
    if (!interaction.original) throw refuse(interaction.state === 'acknowledged' ? 10008 : 10015);
    return interaction.original;
  }
  const shown = interactions.ephemerals.get(id);
  if (shown?.interaction.user_id === interaction.user_id) return shown.message;
  const message = state.messages.get(interaction.channel.id)?.byId.get(id);
  if (!message || (message.author_id !== state.bot_id && message !== interaction.source)) throw refuse(10008);
  return message;
}

/** Changes an answer; the first text of a "thinking" one ends its waiting. */
export function editMessage(
  state: State,
  interactions: Interactions,
  interaction: Interaction,
  message: Message,
  data: Json,
  files: UploadedFile[],
): void {
  const edit = readEdit(state, data, files, message, {
    guildId: interaction.channel.guild_id,
    mayMentionAll: false,
  });
  const wasThinking = (message.flags & LOADING) !== 0;
  const flags = ((edit.flags ?? 0) & ~LOADING) | (message.flags & EPHEMERAL);
  Object.assign(message, edit, { flags });
  if (message === interaction.original) interaction.isThinking = false;
  if (!wasThinking) message.edited_timestamp = new Date().toISOString();
  if (message.flags & EPHEMERAL) interactions.showEphemeral(interaction, message);
  else changeMessage(state, message);
}

export function deleteAnswer(
  state: State,
  interactions: Interactions,
  interaction: Interaction,
  message: Message,
): void {
  if (message === interaction.original) interaction.original = null;
  if (!interactions.removeEphemeral(message.id)) removeMessages(state, interaction.channel, [message.id]);
}

function say(
  state: State,
  interactions: Interactions,
  interaction: Interaction,
  data: Json,
  files: UploadedFile[],
  isDeferred: boolean,
): Message {
  const flags = Number(data.flags ?? 0);
  const draft = isDeferred
    ? { flags: (flags & EPHEMERAL) | LOADING }
    : readDraft(state, data, files, { guildId: interaction.channel.guild_id, mayMentionAll: false });
  const isAnswerToComponent = interaction.source !== null && !interaction.isSourceEphemeral;
  const message = blankMessage({
    ...draft,
    nonce: null,
    id: state.nextId(),
    channel_id: interaction.channel.id,
    author_id: state.bot_id,
    type: interaction.type === 2 ? (interaction.kind === 'context' ? 23 : 20) : isAnswerToComponent ? 19 : 0,
    reference: isAnswerToComponent ? referenceTo(interaction) : null,
    interaction: {
      id: interaction.id,
      type: interaction.type,
      user_id: interaction.user_id,
      name: interaction.command,
      original_response_message_id: interaction.original?.id ?? null,
    },
  });
  if (message.flags & EPHEMERAL) interactions.showEphemeral(interaction, message);
  else addMessage(state, interaction.channel, message);
  return message;
}

function referenceTo(interaction: Interaction): Message['reference'] {
  const { id, channel_id } = interaction.source!;
  return { message_id: id, channel_id, guild_id: interaction.channel.guild_id };
}

function allowedTypes(interaction: Interaction): number[] {
  if (interaction.type === 4) return [8];
  const types = [4, 5];
  if (interaction.source) types.push(6, 7);
  if (interaction.type !== 5) types.push(9);
  return types;
}

/** What `with_response=true` gives back. */
export function callbackResponse(state: State, interaction: Interaction) {
  const { original, answeredWith } = interaction;
  const carriesMessage = original && [4, 5, 7].includes(answeredWith ?? 0);
  return {
    interaction: {
      id: interaction.id,
      type: interaction.type,
      channel_id: interaction.channel.id,
      guild_id: interaction.channel.guild_id ?? undefined,
      response_message_id: original?.id,
      response_message_loading: original ? (original.flags & LOADING) !== 0 : undefined,
      response_message_ephemeral: original ? (original.flags & EPHEMERAL) !== 0 : undefined,
    },
    resource: carriesMessage
      ? { type: answeredWith, message: messageObject(state, original, state.bot_id) }
      : { type: answeredWith },
  };
}
