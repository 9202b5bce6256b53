import { PermissionFlagsBits as P } from 'discord-api-types/v10';
import { changeMessage, pageMessages, removeMessages } from '../../state/messages.ts';
import { isAlwaysReadable, messageObject, withholdContent } from '../../state/message-object.ts';
import { memberWithUser } from '../../state/objects.ts';
import { channelPermissions } from '../../state/permissions.ts';
import { recordAudit } from '../../state/audit-log.ts';
import { timeOf } from '../../state/snowflake.ts';
import type { Channel, Message } from '../../state/state.ts';
import { refuse, refuseForm } from '../refusal.ts';
import { requireChannel, requireIn, requireMessage } from '../require.ts';
import type { Call, Route } from '../route.ts';
import { sendMessage } from '../send-message.ts';
import { readEdit } from '../validate/draft.ts';
import { asList, requireSnowflake } from '../validate/form.ts';

/** Two weeks, beyond which bulk deletion refuses (resources/message: Bulk Delete Messages). */
const BULK_AGE = 14 * 86_400_000;
/** Notices of Discord's that nobody can delete (resources/message: Message Types); the one of a pin can be. */
const UNDELETABLE = new Set([1, 2, 3, 4, 5, 21]);

export const messageRoutes: Route[] = [
  { method: 'GET', path: '/channels/:channel/messages', auth: 'bot', act: listMessages },
  { method: 'GET', path: '/channels/:channel/messages/:message', auth: 'bot', act: getMessage },
  {
    method: 'POST',
    path: '/channels/:channel/messages',
    auth: 'bot',
    bucket: 'message-create',
    act: createMessage,
  },
  {
    method: 'PATCH',
    path: '/channels/:channel/messages/:message',
    auth: 'bot',
    bucket: 'message-edit',
    act: editMessage,
  },
  {
    method: 'DELETE',
    path: '/channels/:channel/messages/:message',
    auth: 'bot',
    bucket: 'message-delete',
    act: deleteMessage,
  },
  { method: 'POST', path: '/channels/:channel/messages/bulk-delete', auth: 'bot', act: bulkDelete },
  { method: 'POST', path: '/channels/:channel/messages/:message/crosspost', auth: 'bot', act: crosspost },
  { method: 'POST', path: '/channels/:channel/typing', auth: 'bot', act: startTyping },
];

/** The message for this actor; without the Message Content intent the bot's reads are empty too (events/gateway). */
export function messageFor(call: Call, message: Message) {
  const object = messageObject(call.state, message, call.actor);
  const isBlind = call.actor === call.state.bot_id && !call.state.settings.privilegedIntents.messageContent;
  return isBlind && !isAlwaysReadable(call.state, message) ? withholdContent(object) : object;
}

export function findMessages(call: Call): Message[] {
  const channel = requireChannel(call.state, call.params.channel, call.actor);
  if (!(channelPermissions(call.state, channel, call.actor) & P.ReadMessageHistory)) return [];
  const limit = Number(call.query.get('limit') ?? 50);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) {
    throw refuseForm([
      { path: ['limit'], code: 'NUMBER_TYPE_MAX', message: 'int value should be between 1 and 100.' },
    ]);
  }
  const at = (name: string) => {
    const value = call.query.get(name);
    return value === null ? undefined : requireSnowflake(name, value);
  };
  return pageMessages(call.state, channel.id, {
    before: at('before'),
    after: at('after'),
    around: at('around'),
    limit,
  });
}

function listMessages(call: Call) {
  return findMessages(call).map((message) => messageFor(call, message));
}

function getMessage(call: Call) {
  const channel = requireChannel(call.state, call.params.channel, call.actor);
  requireIn(call.state, channel, call.actor, P.ReadMessageHistory);
  return messageFor(call, requireMessage(call.state, channel, call.params.message));
}

export function createMessage(call: Call) {
  const channel = requireChannel(call.state, call.params.channel, call.actor);
  const { message, nonce } = sendMessage(call.state, call.actor, channel, call.body, call.files);
  return { ...messageObject(call.state, message, call.actor), ...(nonce === null ? {} : { nonce }) };
}

/** Its author changes what it says; someone with Manage Messages may only hide its embeds. */
export function editMessage(call: Call) {
  const { state, actor } = call;
  const channel = requireChannel(state, call.params.channel, actor);
  const message = requireMessage(state, channel, call.params.message);
  requireOpenThread(channel);
  if (message.author_id !== actor || message.webhook) {
    const onlyFlags = Object.keys(call.body).every((key) => key === 'flags');
    if (!onlyFlags) throw refuse(50005);
    requireIn(state, channel, actor, P.ManageMessages);
    message.flags = (message.flags & ~4) | (Number(call.body.flags) & 4);
  } else {
    const mayMentionAll = (channelPermissions(state, channel, actor) & P.MentionEveryone) !== 0n;
    const edit = readEdit(state, call.body, call.files, message, {
      guildId: channel.guild_id,
      mayMentionAll,
    });
    Object.assign(message, edit);
    message.edited_timestamp = new Date().toISOString();
  }
  changeMessage(state, message);
  return messageObject(state, message, actor);
}

export function deleteMessage(call: Call) {
  const { state, actor } = call;
  const channel = requireChannel(state, call.params.channel, actor);
  const message = requireMessage(state, channel, call.params.message);
  requireOpenThread(channel);
  const isOwn = message.author_id === actor && !message.webhook;
  if (!isOwn) requireIn(state, channel, actor, P.ManageMessages);
  if (UNDELETABLE.has(message.type)) throw refuse(50021);
  removeMessages(state, channel, [message.id]);
  const guild = state.guilds.get(channel.guild_id ?? '');
  if (guild && !isOwn) {
    const options = { channel_id: channel.id, count: '1' };
    recordAudit(state, guild, {
      user_id: actor,
      target_id: message.author_id,
      action_type: 72,
      reason: call.reason,
      options,
    });
  }
}

function bulkDelete(call: Call) {
  const { state, actor } = call;
  const channel = requireChannel(state, call.params.channel, actor);
  requireIn(state, channel, actor, P.ManageMessages);
  const ids = [...new Set(asList(call.body.messages).map(String))];
  if (ids.length < 2 || ids.length > 100) throw refuse(50016);
  if (ids.some((id) => Date.now() - timeOf(requireSnowflake('messages', id)) > BULK_AGE)) throw refuse(50034);
  removeMessages(state, channel, ids, true);
}

function crosspost(call: Call) {
  const channel = requireChannel(call.state, call.params.channel, call.actor);
  if (channel.type !== 5) throw refuse(50024);
  const message = requireMessage(call.state, channel, call.params.message);
  requireIn(
    call.state,
    channel,
    call.actor,
    message.author_id === call.actor ? P.SendMessages : P.ManageMessages,
  );
  message.flags |= 1;
  changeMessage(call.state, message);
  return messageObject(call.state, message, call.actor);
}

export function startTyping(call: Call) {
  const { state, actor } = call;
  const channel = requireChannel(state, call.params.channel, actor);
  requireIn(state, channel, actor, channel.thread ? P.SendMessagesInThreads : P.SendMessages);
  const guild = state.guilds.get(channel.guild_id ?? '');
  const member = guild?.members.get(actor);
  state.publish({
    t: 'TYPING_START',
    d: {
      channel_id: channel.id,
      guild_id: channel.guild_id ?? undefined,
      user_id: actor,
      timestamp: Math.floor(Date.now() / 1000),
      member: member ? memberWithUser(state, member) : undefined,
    },
    guild_id: channel.guild_id,
    channel_id: channel.id,
    user_id: actor,
  });
}

/** An archived thread can be read and written to (which wakes it), but nothing in it can be changed. */
export function requireOpenThread(channel: Channel): void {
  if (channel.thread?.archived) throw refuse(50083);
}
