import { PermissionFlagsBits as P, type APIApplicationCommand } from 'discord-api-types/v10';
import type { ChannelView, GuildView, MemberView, RoleView, Snowflake } from '../protocol.ts';
import { isAssignable } from '../rest/routes/members.ts';
import { channelsOf, threadsOf } from '../state/channels.ts';
import { channelPermissions, guildPermissions, highestPosition } from '../state/permissions.ts';
import type { Channel, Guild, Member, Role, State } from '../state/state.ts';
import { avatarUrl, colorOf, displayName, hexColor } from './message-view.ts';

/** A guild as one person sees it, whole. */
export function guildView(state: State, guild: Guild, viewer: Snowflake, isBotOnline: boolean): GuildView {
  const may = (bit: bigint) => (guildPermissions(guild, viewer) & bit) === bit;
  return {
    id: guild.id,
    name: guild.name,
    initials: guild.name
      .split(/\s+/)
      .map((word) => word[0])
      .join('')
      .slice(0, 2),
    icon_url: null,
    owner_id: guild.owner_id,
    roles: [...guild.roles.values()]
      .sort((a, b) => b.position - a.position)
      .map((role) => roleView(guild, role, viewer)),
    members: [...guild.members.values()].map((member) =>
      memberView(state, guild, member, viewer, isBotOnline),
    ),
    channels: visibleChannels(state, guild, viewer),
    commands: commandsFor(state, guild, viewer),
    emojis: [...guild.emojis.values()].map((emoji) => ({ ...emoji, url: `/cdn/emojis/${emoji.id}.png` })),
    bot_member: guild.members.has(state.bot_id),
    canManageGuild: may(P.ManageGuild),
    canManageRoles: may(P.ManageRoles),
    canManageChannels: may(P.ManageChannels),
    canKickMembers: may(P.KickMembers),
  };
}

export function roleView(guild: Guild, role: Role, viewer: Snowflake): RoleView {
  const { id, name, hoist, position, managed, mentionable, permissions } = role;
  const color = role.color === 0 ? null : hexColor(role.color);
  return {
    id,
    name,
    color,
    hoist,
    position,
    managed,
    mentionable,
    permissions,
    canAssign: isAssignable(guild, viewer, role),
  };
}

export function channelView(channel: Channel, permissions: bigint, viewer: Snowflake): ChannelView {
  const may = (bit: bigint) => (permissions & bit) === bit;
  const { thread } = channel;
  const canManageThreads = may(P.ManageThreads);
  const isOpen = !thread?.locked || canManageThreads;
  return {
    id: channel.id,
    guild_id: channel.guild_id ?? '',
    type: channel.type,
    name: channel.name,
    topic: channel.topic,
    parent_id: channel.parent_id,
    position: channel.position,
    last_message_id: channel.last_message_id,
    rate_limit_per_user: channel.rate_limit_per_user,
    permissions: permissions.toString(),
    thread: thread
      ? {
          archived: thread.archived,
          locked: thread.locked,
          owner_id: thread.owner_id,
          joined: thread.members.has(viewer),
          member_ids: [...thread.members.keys()],
        }
      : null,
    canSend: may(thread ? P.SendMessagesInThreads : P.SendMessages) && isOpen && channel.type !== 4,
    canAttach: may(P.AttachFiles),
    canEmbed: may(P.EmbedLinks),
    canReact: may(P.AddReactions | P.ReadMessageHistory),
    canReadHistory: may(P.ReadMessageHistory),
    canManageMessages: may(P.ManageMessages),
    canPin: may(P.PinMessages),
    canManageChannel: may(P.ManageChannels),
    canManageThreads,
    canUseCommands: may(P.UseApplicationCommands),
    canMentionEveryone: may(P.MentionEveryone),
  };
}

/** The commands a person may use in a guild: those of the guild and the global ones, by default_member_permissions. */
export function commandsFor(state: State, guild: Guild, viewer: Snowflake): APIApplicationCommand[] {
  if (!guild.members.has(state.bot_id)) return [];
  const permissions = guildPermissions(guild, viewer);
  return [...state.commands.values()].filter((command) => {
    if (command.guild_id && command.guild_id !== guild.id) return false;
    const needed = command.default_member_permissions;
    if (needed === null || needed === undefined) return true;
    if (needed === '0') return (permissions & P.Administrator) !== 0n;
    return (permissions & BigInt(needed)) === BigInt(needed);
  });
}

function visibleChannels(state: State, guild: Guild, viewer: Snowflake): ChannelView[] {
  const views: ChannelView[] = [];
  const all = [
    ...channelsOf(state, guild),
    ...threadsOf(state, guild).filter((thread) => !thread.thread!.archived),
  ];
  for (const channel of all) {
    const permissions = channelPermissions(state, channel, viewer);
    if ((permissions & P.ViewChannel) !== 0n) views.push(channelView(channel, permissions, viewer));
  }
  // A category that cannot be seen still heads those of its channels that can (as in Discord's own list).
  for (const { parent_id } of [...views]) {
    const parent = state.channels.get(parent_id ?? '');
    if (parent?.type === 4 && !views.some((view) => view.id === parent.id))
      views.push(channelView(parent, 0n, viewer));
  }
  return views.sort((a, b) => a.position - b.position || (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
}

function memberView(
  state: State,
  guild: Guild,
  member: Member,
  viewer: Snowflake,
  isBotOnline: boolean,
): MemberView {
  const user = state.users.get(member.user_id);
  const roles = member.roles
    .map((id) => guild.roles.get(id))
    .filter((role): role is Role => role !== undefined)
    .sort((a, b) => b.position - a.position);
  const isBot = member.user_id === state.bot_id;
  const mayKick = (guildPermissions(guild, viewer) & P.KickMembers) !== 0n && member.user_id !== viewer;
  return {
    id: member.user_id,
    username: user?.username ?? '',
    name: displayName(state, guild, member.user_id),
    nick: member.nick,
    avatar_url: avatarUrl(member.user_id, user?.avatar ?? null),
    bot: user?.bot ?? false,
    roles: roles.map(({ id }) => id),
    color: colorOf(guild, member.user_id),
    hoist_role_id: roles.find((role) => role.hoist)?.id ?? null,
    presence: isBot ? (isBotOnline ? 'online' : 'offline') : member.presence,
    activity: member.activity,
    voice_channel_id: member.voice_channel_id,
    joined_at: member.joined_at,
    pending: member.pending,
    canKick: mayKick && highestPosition(guild, viewer) > highestPosition(guild, member.user_id),
  };
}
