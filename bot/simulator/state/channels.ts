import type { Snowflake } from '../protocol.ts';
import { channelObject } from './objects.ts';
import type { Channel, Guild, World } from './world.ts';

/** Announces a channel as it now is. */
export function publishChannel(
  world: World,
  t: 'CHANNEL_CREATE' | 'CHANNEL_UPDATE' | 'CHANNEL_DELETE',
  channel: Channel,
): void {
  world.onChange('structure');
  world.publish({ t, d: channelObject(world, channel), guild_id: channel.guild_id, channel_id: channel.id });
}

export function addChannel(world: World, guild: Guild, channel: Channel): void {
  world.channels.set(channel.id, channel);
  guild.channel_ids.add(channel.id);
  publishChannel(world, 'CHANNEL_CREATE', channel);
}

/** A channel goes, and with it its threads, messages and webhooks; the children of a category stay without one. */
export function removeChannel(world: World, guild: Guild, channel: Channel): void {
  for (const id of [...guild.thread_ids]) {
    const thread = world.channels.get(id)!;
    if (thread.parent_id === channel.id) removeThread(world, guild, thread);
  }
  for (const id of guild.channel_ids) {
    const child = world.channels.get(id)!;
    if (child.parent_id !== channel.id) continue;
    child.parent_id = null;
    publishChannel(world, 'CHANNEL_UPDATE', child);
  }
  for (const webhook of [...world.webhooks.values()]) {
    if (webhook.channel_id === channel.id) world.webhooks.delete(webhook.id);
  }
  guild.channel_ids.delete(channel.id);
  forgetChannel(world, channel.id);
  publishChannel(world, 'CHANNEL_DELETE', channel);
}

export function removeThread(world: World, guild: Guild, thread: Channel): void {
  guild.thread_ids.delete(thread.id);
  forgetChannel(world, thread.id);
  world.onChange('structure');
  world.publish({
    t: 'THREAD_DELETE',
    d: { id: thread.id, guild_id: guild.id, parent_id: thread.parent_id, type: thread.type },
    guild_id: guild.id,
    channel_id: thread.id,
  });
}

function forgetChannel(world: World, id: Snowflake): void {
  world.channels.delete(id);
  world.messages.delete(id);
}

/** Channels of a guild, threads not among them. */
export function channelsOf(world: World, guild: Guild): Channel[] {
  return [...guild.channel_ids].map((id) => world.channels.get(id)!);
}

export function threadsOf(world: World, guild: Guild): Channel[] {
  return [...guild.thread_ids].map((id) => world.channels.get(id)!);
}
