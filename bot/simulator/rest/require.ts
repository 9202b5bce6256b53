import { PermissionFlagsBits as P } from 'discord-api-types/v10';
import type { Snowflake } from '../protocol.ts';
import { channelPermissions, guildPermissions } from '../state/permissions.ts';
import type { Channel, Guild, Message, State } from '../state/state.ts';
import { refuse } from './refusal.ts';

/** The channel, if it exists (10003) and the actor may see it (50001). */
export function requireChannel(state: State, id: string | undefined, actor: Snowflake): Channel {
  const channel = state.channels.get(id ?? '');
  if (!channel) throw refuse(10003);
  const guild = state.guilds.get(channel.guild_id ?? '');
  if (guild && !guild.available && actor === state.bot_id) throw refuse(50001);
  if ((channelPermissions(state, channel, actor) & P.ViewChannel) === 0n) throw refuse(50001);
  return channel;
}

/** 50013 unless the actor has every bit in the channel. */
export function requireIn(state: State, channel: Channel, actor: Snowflake, bits: bigint): void {
  if ((channelPermissions(state, channel, actor) & bits) !== bits) throw refuse(50013);
}

/** The guild, if it exists (10004) and the actor is a member (50001). */
export function requireGuild(state: State, id: string | undefined, actor: Snowflake): Guild {
  const guild = state.guilds.get(id ?? '');
  if (!guild) throw refuse(10004);
  if (!guild.members.has(actor) || (!guild.available && actor === state.bot_id)) throw refuse(50001);
  return guild;
}

export function requireInGuild(guild: Guild, actor: Snowflake, bits: bigint): void {
  if ((guildPermissions(guild, actor) & bits) !== bits) throw refuse(50013);
}

/** The message of this channel, or 10008. */
export function requireMessage(state: State, channel: Channel, id: string | undefined): Message {
  const message = state.messages.get(channel.id)?.byId.get(id ?? '');
  if (!message) throw refuse(10008);
  return message;
}

/** The guild of a guild channel; 50003 for a direct message. */
export function guildOf(state: State, channel: Channel): Guild {
  const guild = state.guilds.get(channel.guild_id ?? '');
  if (!guild) throw refuse(50003);
  return guild;
}
