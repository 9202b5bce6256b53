import { PermissionFlagsBits as P } from 'discord-api-types/v10';
import type { Snowflake } from '../protocol.ts';
import type { Channel, Guild, Member, Overwrite, State } from './state.ts';

/** Every permission there is. */
export const ALL = Object.values(P).reduce((all, bit) => all | bit, 0n);

const has = (permissions: bigint, bit: bigint) => (permissions & bit) === bit;

/** What a member may do in the guild as a whole (topics/permissions: computing the base). */
export function guildPermissions(guild: Guild, userId: Snowflake): bigint {
  const member = guild.members.get(userId);
  if (!member) return 0n;
  if (guild.owner_id === userId) return ALL;
  let permissions = BigInt(guild.roles.get(guild.id)?.permissions ?? 0);
  for (const id of member.roles) permissions |= BigInt(guild.roles.get(id)?.permissions ?? 0);
  return has(permissions, P.Administrator) ? ALL : permissions;
}

/** What a user may do in a channel; 0 when they may not see it. A thread follows its parent. */
export function channelPermissions(state: State, channel: Channel, userId: Snowflake): bigint {
  if (!channel.guild_id) return channel.recipient_ids.includes(userId) ? DIRECT_MESSAGE : 0n;
  const guild = state.guilds.get(channel.guild_id);
  const member = guild?.members.get(userId);
  if (!guild || !member) return 0n;
  const base = guildPermissions(guild, userId);
  if (base === ALL) return ALL;
  if (channel.thread) return threadPermissions(state, channel, userId);
  return implied(limitTimedOut(applyOverwrites(base, channel.overwrites, guild, member), member), false);
}

/** May this user see the channel? A private thread: its members and those with Manage Threads. */
export function canView(state: State, channel: Channel, userId: Snowflake): boolean {
  return has(channelPermissions(state, channel, userId), P.ViewChannel);
}

const DIRECT_MESSAGE =
  P.ViewChannel |
  P.SendMessages |
  P.ReadMessageHistory |
  P.AttachFiles |
  P.EmbedLinks |
  P.AddReactions |
  P.PinMessages;

function threadPermissions(state: State, thread: Channel, userId: Snowflake): bigint {
  const parent = state.channels.get(thread.parent_id ?? '');
  if (!parent) return 0n;
  const guild = state.guilds.get(parent.guild_id ?? '');
  const member = guild?.members.get(userId);
  if (!guild || !member) return 0n;
  const raw = applyOverwrites(guildPermissions(guild, userId), parent.overwrites, guild, member);
  const permissions = implied(limitTimedOut(raw, member), true);
  const isPrivate = thread.type === 12;
  if (isPrivate && !thread.thread?.members.has(userId) && !has(permissions, P.ManageThreads)) return 0n;
  return permissions;
}

/** Overwrites in Discord's order: @everyone, then all roles' denials, all roles' allowances, then the member's own. */
function applyOverwrites(base: bigint, overwrites: Overwrite[], guild: Guild, member: Member): bigint {
  let permissions = base;
  let deny = 0n;
  let allow = 0n;
  let own: Overwrite | undefined;
  for (const overwrite of overwrites) {
    if (overwrite.id === guild.id) {
      permissions = (permissions & ~BigInt(overwrite.deny)) | BigInt(overwrite.allow);
    } else if (overwrite.type === 0 && member.roles.includes(overwrite.id)) {
      deny |= BigInt(overwrite.deny);
      allow |= BigInt(overwrite.allow);
    } else if (overwrite.type === 1 && overwrite.id === member.user_id) own = overwrite;
  }
  permissions = (permissions & ~deny) | allow;
  return own ? (permissions & ~BigInt(own.deny)) | BigInt(own.allow) : permissions;
}

/** Someone in time-out keeps only seeing and reading (topics/permissions). */
function limitTimedOut(permissions: bigint, member: Member): bigint {
  const until = member.communication_disabled_until;
  if (!until || Date.parse(until) < Date.now()) return permissions;
  return permissions & (P.ViewChannel | P.ReadMessageHistory);
}

/** What goes with a missing permission: nothing without View Channel; no files, embeds or wide mentions without sending. */
function implied(permissions: bigint, isThread: boolean): bigint {
  if (!has(permissions, P.ViewChannel)) return 0n;
  if (has(permissions, isThread ? P.SendMessagesInThreads : P.SendMessages)) return permissions;
  return permissions & ~(P.MentionEveryone | P.SendTTSMessages | P.AttachFiles | P.EmbedLinks);
}

/** Place of the member's highest role; the owner stands above all. */
export function highestPosition(guild: Guild, userId: Snowflake): number {
  if (guild.owner_id === userId) return Infinity;
  const roles = guild.members.get(userId)?.roles ?? [];
  return Math.max(0, ...roles.map((id) => guild.roles.get(id)?.position ?? 0));
}
