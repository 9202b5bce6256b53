import type { Snowflake } from '../protocol.ts';
import { channelObject } from './objects.ts';
import type { Channel, Guild, State } from './state.ts';

/** Announces a channel as it now is. */
export function publishChannel(
  state: State,
  t: 'CHANNEL_CREATE' | 'CHANNEL_UPDATE' | 'CHANNEL_DELETE',
  channel: Channel,
): void {
  state.onChange('structure');
  state.publish({ t, d: channelObject(state, channel), guild_id: channel.guild_id, channel_id: channel.id });
}

export function addChannel(state: State, guild: Guild, channel: Channel): void {
  state.channels.set(channel.id, channel);
  guild.channel_ids.add(channel.id);
  publishChannel(state, 'CHANNEL_CREATE', channel);
}

/** A channel goes, and with it its threads, messages and webhooks; the children of a category stay without one. */
export function removeChannel(state: State, guild: Guild, channel: Channel): void {
  for (const id of [...guild.thread_ids]) {
    const thread = state.channels.get(id)!;
    if (thread.parent_id === channel.id) removeThread(state, guild, thread);
  }
  for (const id of guild.channel_ids) {
    const child = state.channels.get(id)!;
    if (child.parent_id !== channel.id) continue;
    child.parent_id = null;
    publishChannel(state, 'CHANNEL_UPDATE', child);
  }
  for (const webhook of [...state.webhooks.values()]) {
    if (webhook.channel_id === channel.id) state.webhooks.delete(webhook.id);
  }
  guild.channel_ids.delete(channel.id);
  forgetChannel(state, channel.id);
  publishChannel(state, 'CHANNEL_DELETE', channel);
}

export function removeThread(state: State, guild: Guild, thread: Channel): void {
  guild.thread_ids.delete(thread.id);
  forgetChannel(state, thread.id);
  state.onChange('structure');
  state.publish({
    t: 'THREAD_DELETE',
    d: { id: thread.id, guild_id: guild.id, parent_id: thread.parent_id, type: thread.type },
    guild_id: guild.id,
    channel_id: thread.id,
  });
}

function forgetChannel(state: State, id: Snowflake): void {
  state.channels.delete(id);
  state.messages.delete(id);
}

/** Channels of a guild, threads not among them. */
export function channelsOf(state: State, guild: Guild): Channel[] {
  return [...guild.channel_ids].map((id) => state.channels.get(id)!);
}

export function threadsOf(state: State, guild: Guild): Channel[] {
  return [...guild.thread_ids].map((id) => state.channels.get(id)!);
}
