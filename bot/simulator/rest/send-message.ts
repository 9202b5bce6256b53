import { PermissionFlagsBits as P } from 'discord-api-types/v10';
import type { Snowflake } from '../protocol.ts';
import { addMessage, blankMessage } from '../state/messages.ts';
import { channelPermissions } from '../state/permissions.ts';
import { unarchive } from '../state/threads.ts';
import type { Channel, Message, State } from '../state/state.ts';
import type { UploadedFile } from './read-body.ts';
import { refuse, refuseForm } from './refusal.ts';
import { asObject, type Json } from './validate/form.ts';
import { readDraft } from './validate/draft.ts';

const TEXT_CHANNELS = new Set([0, 1, 2, 5, 10, 11, 12]);

/** Recent nonces of authors who asked for `enforce_nonce`. */
const nonces = new WeakMap<State, Map<string, { id: Snowflake; channelId: Snowflake; at: number }>>();

/**
 * A user, or the bot, says something in a channel (resources/message: Create Message).
 * Gives the message; with `enforce_nonce` and a known nonce, the earlier one and no event.
 */
export function sendMessage(
  state: State,
  actor: Snowflake,
  channel: Channel,
  body: Json,
  files: UploadedFile[],
): { message: Message; nonce: string | number | null } {
  const permissions = requireSending(state, channel, actor, files.length > 0);
  const nonce = typeof body.nonce === 'string' || typeof body.nonce === 'number' ? body.nonce : null;
  const earlier = body.enforce_nonce === true && nonce !== null ? findByNonce(state, actor, nonce) : null;
  if (earlier) return { message: earlier, nonce };
  const reference = readReference(state, channel, permissions, body.message_reference);
  const replied = reference ? state.messages.get(channel.id)?.byId.get(reference.message_id) : undefined;
  const draft = readDraft(state, body, files, {
    guildId: channel.guild_id,
    mayMentionAll: (permissions & P.MentionEveryone) !== 0n,
    repliedTo: replied && !replied.webhook ? replied.author_id : null,
  });
  if (!(permissions & P.EmbedLinks)) draft.embeds = [];
  const message = blankMessage({
    ...draft,
    flags: draft.flags & ~64,
    id: state.nextId(),
    channel_id: channel.id,
    author_id: actor,
    type: reference ? 19 : 0,
    reference,
  });
  if (channel.thread) unarchive(state, channel);
  addMessage(state, channel, message);
  if (nonce !== null) rememberNonce(state, actor, nonce, message);
  return { message, nonce };
}

/** Throws 50008, 50013, 50083 or 160005 unless the actor may send here. Gives their permissions in the channel. */
export function requireSending(state: State, channel: Channel, actor: Snowflake, hasFiles: boolean): bigint {
  if (!TEXT_CHANNELS.has(channel.type)) throw refuse(50008);
  const permissions = channelPermissions(state, channel, actor);
  const needed = channel.thread ? P.SendMessagesInThreads : P.SendMessages;
  if ((permissions & needed) === 0n || (hasFiles && !(permissions & P.AttachFiles))) throw refuse(50013);
  if (channel.thread?.locked && !(permissions & P.ManageThreads)) throw refuse(160005);
  return permissions;
}

function readReference(
  state: State,
  channel: Channel,
  permissions: bigint,
  value: unknown,
): Message['reference'] {
  if (value === undefined || value === null) return null;
  const reference = asObject(value);
  const messageId = String(reference.message_id);
  if (!(permissions & P.ReadMessageHistory)) throw refuse(160002);
  if (state.messages.get(channel.id)?.byId.has(messageId)) {
    return { channel_id: channel.id, message_id: messageId, guild_id: channel.guild_id };
  }
  if (reference.fail_if_not_exists === false) return null;
  throw refuseForm([
    { path: ['message_reference'], code: 'REPLIES_UNKNOWN_MESSAGE', message: 'Unknown message' },
  ]);
}

function findByNonce(state: State, actor: Snowflake, nonce: string | number): Message | null {
  const known = nonces.get(state)?.get(`${actor} ${nonce}`);
  if (!known || Date.now() - known.at > state.settings.nonceMs) return null;
  return state.messages.get(known.channelId)?.byId.get(known.id) ?? null;
}

function rememberNonce(state: State, actor: Snowflake, nonce: string | number, message: Message): void {
  let known = nonces.get(state);
  if (!known) nonces.set(state, (known = new Map()));
  known.set(`${actor} ${nonce}`, { id: message.id, channelId: message.channel_id, at: Date.now() });
  for (const [key, { at }] of known) {
    if (Date.now() - at <= state.settings.nonceMs) break; // oldest first
    known.delete(key);
  }
}
