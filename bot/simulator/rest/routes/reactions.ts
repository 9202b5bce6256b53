import { PermissionFlagsBits as P } from 'discord-api-types/v10';
import { userById, memberWithUser } from '../../state/objects.ts';
import type { Channel, Message, Reaction } from '../../state/state.ts';
import { refuse } from '../refusal.ts';
import { requireChannel, requireIn, requireMessage } from '../require.ts';
import type { Call, Route } from '../route.ts';
import { requireOpenThread } from './messages.ts';

/** Different reactions on one message (JSON error code 30010). */
const MAX_REACTIONS = 20;

/** One emoji as a person sends it: with skin tone, variation and joined parts; flags and keycaps too. */
const UNICODE_EMOJI = /^(?:\p{RGI_Emoji}|\p{Extended_Pictographic})$/v;

const REACTIONS = '/channels/:channel/messages/:message/reactions';
const OWN = `${REACTIONS}/:emoji/@me`;

export const reactionRoutes: Route[] = [
  { method: 'PUT', path: OWN, auth: 'bot', bucket: 'reaction', act: react },
  { method: 'DELETE', path: OWN, auth: 'bot', bucket: 'reaction', act: (call) => unreact(call, call.actor) },
  { method: 'DELETE', path: `${REACTIONS}/:emoji/:user`, auth: 'bot', bucket: 'reaction', act: removeOthers },
  { method: 'GET', path: `${REACTIONS}/:emoji`, auth: 'bot', act: listUsers },
  { method: 'DELETE', path: `${REACTIONS}/:emoji`, auth: 'bot', bucket: 'reaction', act: removeEmoji },
  { method: 'DELETE', path: REACTIONS, auth: 'bot', bucket: 'reaction', act: removeAll },
];

export function react(call: Call): void {
  const { channel, message } = find(call);
  const emoji = readEmoji(call, channel);
  let reaction = message.reactions.find((one) => isSame(one.emoji, emoji));
  if (!reaction) {
    requireIn(call.state, channel, call.actor, P.AddReactions | P.ReadMessageHistory);
    if (message.reactions.length >= MAX_REACTIONS) throw refuse(30010);
    message.reactions.push((reaction = { emoji, users: [] }));
  }
  if (reaction.users.includes(call.actor)) return;
  reaction.users.push(call.actor);
  announce(call, 'MESSAGE_REACTION_ADD', channel, message, call.actor, emoji);
}

export function unreact(call: Call, userId: string): void {
  const { channel, message } = find(call);
  const emoji = readEmoji(call, channel);
  const reaction = message.reactions.find((one) => isSame(one.emoji, emoji));
  if (!reaction?.users.includes(userId)) return;
  reaction.users = reaction.users.filter((id) => id !== userId);
  if (reaction.users.length === 0) message.reactions = message.reactions.filter((one) => one !== reaction);
  announce(call, 'MESSAGE_REACTION_REMOVE', channel, message, userId, emoji);
}

function removeOthers(call: Call): void {
  const { channel } = find(call);
  if (call.params.user !== call.actor) requireIn(call.state, channel, call.actor, P.ManageMessages);
  unreact(call, call.params.user!);
}

function removeEmoji(call: Call): void {
  const { channel, message } = find(call);
  requireIn(call.state, channel, call.actor, P.ManageMessages);
  const emoji = readEmoji(call, channel);
  message.reactions = message.reactions.filter((one) => !isSame(one.emoji, emoji));
  announce(call, 'MESSAGE_REACTION_REMOVE_EMOJI', channel, message, null, emoji);
}

function removeAll(call: Call): void {
  const { channel, message } = find(call);
  requireIn(call.state, channel, call.actor, P.ManageMessages);
  message.reactions = [];
  announce(call, 'MESSAGE_REACTION_REMOVE_ALL', channel, message, null, null);
}

function listUsers(call: Call) {
  const { channel, message } = find(call);
  const emoji = readEmoji(call, channel);
  const users = message.reactions.find((one) => isSame(one.emoji, emoji))?.users ?? [];
  const after = call.query.get('after');
  const limit = Math.min(100, Number(call.query.get('limit') ?? 25));
  const from = after ? users.indexOf(after) + 1 : 0;
  return users.slice(from, from + limit).map((id) => userById(call.state, id));
}

function find(call: Call): { channel: Channel; message: Message } {
  const channel = requireChannel(call.state, call.params.channel, call.actor);
  requireIn(call.state, channel, call.actor, P.ReadMessageHistory);
  requireOpenThread(channel);
  return { channel, message: requireMessage(call.state, channel, call.params.message) };
}

/** `👍`, or `name:id` of an emoji of this guild; 10014 for anything else. */
function readEmoji(call: Call, channel: Channel): Reaction['emoji'] {
  const given = call.params.emoji ?? '';
  const custom = /^(?:a:)?(\w{2,32}):(\d{17,20})$/.exec(given);
  if (custom) {
    const known = call.state.guilds.get(channel.guild_id ?? '')?.emojis.get(custom[2]!);
    if (!known) throw refuse(10014);
    return { id: known.id, name: known.name };
  }
  if (!UNICODE_EMOJI.test(given)) throw refuse(10014);
  return { id: null, name: given };
}

function isSame(a: Reaction['emoji'], b: Reaction['emoji']): boolean {
  return a.id === b.id && (a.id !== null || a.name === b.name);
}

function announce(
  call: Call,
  t: string,
  channel: Channel,
  message: Message,
  userId: string | null,
  emoji: Reaction['emoji'] | null,
): void {
  const { state } = call;
  state.onChange(message);
  const member = userId ? state.guilds.get(channel.guild_id ?? '')?.members.get(userId) : undefined;
  state.publish({
    t,
    d: {
      channel_id: channel.id,
      message_id: message.id,
      guild_id: channel.guild_id ?? undefined,
      ...(userId ? { user_id: userId, burst: false, type: 0 } : {}),
      ...(emoji ? { emoji } : {}),
      ...(t === 'MESSAGE_REACTION_ADD' && member ? { member: memberWithUser(state, member) } : {}),
      ...(t === 'MESSAGE_REACTION_ADD' && !message.webhook ? { message_author_id: message.author_id } : {}),
    },
    guild_id: channel.guild_id,
    channel_id: channel.id,
    message,
  });
}
