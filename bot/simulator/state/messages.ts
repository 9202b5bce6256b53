import type { Snowflake } from '../protocol.ts';
import { messageEvent } from './message-object.ts';
import { compareIds } from './snowflake.ts';
import type { Channel, ChannelMessages, Message, State } from './state.ts';

/*
 * What happens to messages, and the events it causes. No permission is asked and nothing is validated here.
 */

export function messagesOf(state: State, channelId: Snowflake): ChannelMessages {
  let log = state.messages.get(channelId);
  if (!log) state.messages.set(channelId, (log = { ids: [], byId: new Map(), pins: new Set() }));
  return log;
}

/** A message with everything at rest; `fields` says what is different. */
export function blankMessage(
  fields: Pick<Message, 'id' | 'channel_id' | 'author_id'> & Partial<Message>,
): Message {
  return {
    webhook: null,
    type: 0,
    content: '',
    timestamp: new Date().toISOString(),
    edited_timestamp: null,
    flags: 0,
    tts: false,
    pinned: false,
    embeds: [],
    components: [],
    attachments: [],
    reactions: [],
    mentions: [],
    mention_roles: [],
    mention_everyone: false,
    reference: null,
    nonce: null,
    interaction: null,
    thread_id: null,
    ...fields,
  };
}

/** Puts a message in its place by id; newest goes at the end without a search. */
export function storeMessage(state: State, message: Message): void {
  const log = messagesOf(state, message.channel_id);
  const isNew = !log.byId.has(message.id);
  log.byId.set(message.id, message);
  if (message.pinned) log.pins.add(message.id);
  if (isNew) {
    const last = log.ids.at(-1);
    if (last === undefined || compareIds(last, message.id) < 0) log.ids.push(message.id);
    else log.ids.splice(placeOf(log.ids, message.id), 0, message.id);
  }
  state.onChange(message);
}

/** Adds a new message: the channel's last message and a thread's counts follow. */
export function addMessage(state: State, channel: Channel, message: Message): void {
  storeMessage(state, message);
  channel.last_message_id = message.id;
  if (channel.thread) {
    channel.thread.message_count += 1;
    channel.thread.total_message_sent += 1;
  }
  publishMessage(state, 'MESSAGE_CREATE', message);
  message.nonce = null; // echoed once, as Discord does
}

export function publishMessage(state: State, t: 'MESSAGE_CREATE' | 'MESSAGE_UPDATE', message: Message): void {
  state.publish({
    t,
    d: messageEvent(state, message),
    guild_id: state.channels.get(message.channel_id)?.guild_id ?? null,
    channel_id: message.channel_id,
    message,
  });
}

/** Announces an edited message. */
export function changeMessage(state: State, message: Message): void {
  state.onChange(message);
  publishMessage(state, 'MESSAGE_UPDATE', message);
}

/** Removes messages that exist; several at once are one MESSAGE_DELETE_BULK. */
export function removeMessages(state: State, channel: Channel, ids: Snowflake[], bulk = false): void {
  const log = messagesOf(state, channel.id);
  const gone = ids.filter((id) => log.byId.delete(id));
  for (const id of gone) {
    log.ids.splice(placeOf(log.ids, id), 1);
    log.pins.delete(id);
    state.onChange({ removed: id, channel_id: channel.id });
  }
  if (gone.length === 0) return;
  if (channel.thread) channel.thread.message_count = Math.max(0, channel.thread.message_count - gone.length);
  const where = { channel_id: channel.id, guild_id: channel.guild_id ?? undefined };
  state.publish({
    t: bulk ? 'MESSAGE_DELETE_BULK' : 'MESSAGE_DELETE',
    d: bulk ? { ids: gone, ...where } : { id: gone[0], ...where },
    guild_id: channel.guild_id,
    channel_id: channel.id,
  });
}

/** A page, newest first (resources/message: Get Channel Messages). */
export function pageMessages(
  state: State,
  channelId: Snowflake,
  page: { before?: string; after?: string; around?: string; limit: number },
): Message[] {
  const { ids, byId } = messagesOf(state, channelId);
  let [from, to] = [Math.max(0, ids.length - page.limit), ids.length];
  if (page.around) {
    const middle = placeOf(ids, page.around);
    from = Math.max(0, middle - Math.floor(page.limit / 2));
    to = Math.min(ids.length, from + page.limit);
  } else if (page.before) {
    to = placeOf(ids, page.before);
    from = Math.max(0, to - page.limit);
  } else if (page.after) {
    from = placeOf(ids, page.after);
    if (ids[from] === page.after) from += 1;
    to = Math.min(ids.length, from + page.limit);
  }
  return ids
    .slice(from, to)
    .reverse()
    .map((id) => byId.get(id)!);
}

/** First place whose id is not smaller. */
function placeOf(ids: Snowflake[], id: Snowflake): number {
  let [low, high] = [0, ids.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareIds(ids[middle]!, id) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
