import { PermissionFlagsBits as P } from 'discord-api-types/v10';
import { addMessage, blankMessage, changeMessage, messagesOf } from '../../state/messages.ts';
import type { Channel, Message } from '../../state/state.ts';
import { refuse } from '../refusal.ts';
import { requireChannel, requireIn, requireMessage } from '../require.ts';
import type { Call, Route } from '../route.ts';
import { messageFor, requireOpenThread } from './messages.ts';

/** Pins of one channel (resources/message: 250 since 2025). */
const MAX_PINS = 250;

/** Pinning, under its present and its older addresses. */
export const pinRoutes: Route[] = [
  { method: 'GET', path: '/channels/:channel/messages/pins', auth: 'bot', act: listPins },
  {
    method: 'GET',
    path: '/channels/:channel/pins',
    auth: 'bot',
    act: (call) => pinnedMessages(call).map((m) => messageFor(call, m)),
  },
  { method: 'PUT', path: '/channels/:channel/messages/pins/:message', auth: 'bot', act: pin },
  { method: 'PUT', path: '/channels/:channel/pins/:message', auth: 'bot', act: pin },
  { method: 'DELETE', path: '/channels/:channel/messages/pins/:message', auth: 'bot', act: unpin },
  { method: 'DELETE', path: '/channels/:channel/pins/:message', auth: 'bot', act: unpin },
];

/** Pinned messages, the last pinned first. */
export function pinnedMessages(call: Call): Message[] {
  const channel = requireChannel(call.state, call.params.channel, call.actor);
  const log = messagesOf(call.state, channel.id);
  return [...log.pins].reverse().map((id) => log.byId.get(id)!);
}

function listPins(call: Call) {
  const limit = Math.min(50, Number(call.query.get('limit') ?? 50));
  const pins = pinnedMessages(call);
  const items = pins.slice(0, limit).map((message) => ({
    pinned_at: channelOf(call, message).last_pin_timestamp ?? message.timestamp,
    message: messageFor(call, message),
  }));
  return { items, has_more: pins.length > limit };
}

function channelOf(call: Call, message: Message): Channel {
  return call.state.channels.get(message.channel_id)!;
}

/** Pins a message; Discord says so in the channel with a message of type 6. */
export function pin(call: Call): void {
  const { channel, message } = find(call);
  const log = messagesOf(call.state, channel.id);
  if (message.pinned) return;
  if (log.pins.size >= MAX_PINS) throw refuse(30003);
  message.pinned = true;
  log.pins.add(message.id);
  announce(call, channel, message);
  const reference = { channel_id: channel.id, message_id: message.id, guild_id: channel.guild_id };
  const notice = blankMessage({
    id: call.state.nextId(),
    channel_id: channel.id,
    author_id: call.actor,
    type: 6,
    reference,
  });
  addMessage(call.state, channel, notice);
}

export function unpin(call: Call): void {
  const { channel, message } = find(call);
  if (!message.pinned) return;
  message.pinned = false;
  messagesOf(call.state, channel.id).pins.delete(message.id);
  announce(call, channel, message);
}

function find(call: Call): { channel: Channel; message: Message } {
  const channel = requireChannel(call.state, call.params.channel, call.actor);
  requireIn(call.state, channel, call.actor, P.PinMessages);
  requireOpenThread(channel);
  return { channel, message: requireMessage(call.state, channel, call.params.message) };
}

function announce(call: Call, channel: Channel, message: Message): void {
  channel.last_pin_timestamp = new Date().toISOString();
  changeMessage(call.state, message);
  call.state.publish({
    t: 'CHANNEL_PINS_UPDATE',
    d: {
      guild_id: channel.guild_id ?? undefined,
      channel_id: channel.id,
      last_pin_timestamp: channel.last_pin_timestamp,
    },
    guild_id: channel.guild_id,
    channel_id: channel.id,
  });
}
