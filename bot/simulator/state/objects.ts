import type { Snowflake } from '../protocol.ts';
import { channelPermissions } from './permissions.ts';
import type { Channel, Guild, Member, Role, User, Webhook, State } from './state.ts';

/*
 * Our records as the objects that Discord's API shows. Kept in one file: it is the list of what a client is told.
 */

export function userObject(user: User) {
  return {
    id: user.id,
    username: user.username,
    discriminator: user.bot ? '0042' : '0',
    global_name: user.global_name,
    avatar: user.avatar,
    bot: user.bot || undefined,
    banner: null,
    accent_color: null,
    avatar_decoration_data: null,
    collectibles: null,
    primary_guild: null,
    public_flags: 0,
    flags: 0,
  };
}

/** A user by id; one that is no longer known shows as Discord's "Deleted User". */
export function userById(state: State, id: Snowflake) {
  const user = state.users.get(id);
  return userObject(
    user ?? {
      id,
      username: `deleted_user_${id.slice(-6)}`,
      global_name: 'Deleted User',
      avatar: null,
      bot: false,
      email: null,
      part: null,
    },
  );
}

/** A guild member without the user, as messages carry it. */
export function memberObject(member: Member) {
  return {
    nick: member.nick,
    avatar: null,
    banner: null,
    roles: member.roles,
    joined_at: member.joined_at,
    premium_since: null,
    deaf: false,
    mute: false,
    flags: 0,
    pending: member.pending,
    communication_disabled_until: member.communication_disabled_until,
  };
}

export function memberWithUser(state: State, member: Member) {
  return { ...memberObject(member), user: userById(state, member.user_id) };
}

export function roleObject(role: Role) {
  return {
    id: role.id,
    name: role.name,
    description: null,
    color: role.color,
    colors: { primary_color: role.color, secondary_color: null, tertiary_color: null },
    hoist: role.hoist,
    icon: null,
    unicode_emoji: null,
    position: role.position,
    permissions: role.permissions,
    managed: role.managed,
    mentionable: role.mentionable,
    flags: 0,
    tags: role.bot_id ? { bot_id: role.bot_id } : undefined,
  };
}

/** A channel; for a thread the counts and metadata, for a direct message its recipients (without `viewer`). */
export function channelObject(state: State, channel: Channel, viewer?: Snowflake) {
  if (channel.thread) return threadObject(channel, viewer);
  if (!channel.guild_id) {
    const others = channel.recipient_ids.filter((id) => id !== viewer);
    return {
      id: channel.id,
      type: channel.type,
      last_message_id: channel.last_message_id,
      flags: 0,
      recipients: others.map((id) => userById(state, id)),
    };
  }
  const common = {
    id: channel.id,
    type: channel.type,
    guild_id: channel.guild_id,
    name: channel.name,
    position: channel.position,
    parent_id: channel.parent_id,
    permission_overwrites: channel.overwrites,
    flags: 0,
    nsfw: channel.nsfw,
  };
  if (channel.type === 4) return common;
  const text = {
    ...common,
    topic: channel.topic,
    last_message_id: channel.last_message_id,
    rate_limit_per_user: channel.rate_limit_per_user,
    last_pin_timestamp: channel.last_pin_timestamp,
  };
  return channel.type === 2 ? { ...text, bitrate: 64_000, user_limit: 0, rtc_region: null } : text;
}

function threadObject(channel: Channel, viewer?: Snowflake) {
  const thread = channel.thread!;
  const joined = viewer ? thread.members.get(viewer) : undefined;
  return {
    id: channel.id,
    type: channel.type,
    guild_id: channel.guild_id,
    name: channel.name,
    parent_id: channel.parent_id,
    owner_id: thread.owner_id,
    last_message_id: channel.last_message_id,
    last_pin_timestamp: channel.last_pin_timestamp,
    rate_limit_per_user: channel.rate_limit_per_user,
    message_count: thread.message_count,
    member_count: Math.min(thread.members.size, 50),
    total_message_sent: thread.total_message_sent,
    flags: 0,
    thread_metadata: {
      archived: thread.archived,
      auto_archive_duration: thread.auto_archive_duration,
      archive_timestamp: thread.archive_timestamp,
      create_timestamp: thread.create_timestamp,
      locked: thread.locked,
      ...(channel.type === 12 ? { invitable: thread.invitable } : {}),
    },
    member: joined ? threadMember(channel.id, viewer!, joined) : undefined,
  };
}

export function threadMember(threadId: Snowflake, userId: Snowflake, joined: string) {
  return { id: threadId, user_id: userId, join_timestamp: joined, flags: 1, mute_config: null, muted: false };
}

/** The guild itself, as REST and GUILD_UPDATE show it. */
export function guildObject(guild: Guild) {
  return {
    id: guild.id,
    name: guild.name,
    icon: guild.icon,
    icon_hash: null,
    splash: null,
    discovery_splash: null,
    owner_id: guild.owner_id,
    description: guild.description,
    region: 'rotterdam',
    afk_channel_id: null,
    afk_timeout: 300,
    widget_enabled: false,
    widget_channel_id: null,
    verification_level: 1,
    default_message_notifications: 1,
    explicit_content_filter: 0,
    roles: [...guild.roles.values()].map(roleObject),
    emojis: [...guild.emojis.values()].map((emoji) => ({
      ...emoji,
      roles: [],
      require_colons: true,
      managed: false,
      available: true,
    })),
    features: [],
    mfa_level: 0,
    application_id: null,
    system_channel_id: null,
    system_channel_flags: 0,
    rules_channel_id: null,
    public_updates_channel_id: null,
    safety_alerts_channel_id: null,
    max_presences: null,
    max_members: 500_000,
    max_video_channel_users: 25,
    max_stage_video_channel_users: 50,
    vanity_url_code: null,
    banner: null,
    premium_tier: 0,
    premium_subscription_count: 0,
    premium_progress_bar_enabled: false,
    preferred_locale: guild.preferred_locale,
    nsfw_level: 0,
    nsfw: false,
    stickers: [],
    incidents_data: null,
    home_header: null,
    hub_type: null,
    latest_onboarding_question_id: null,
  };
}

export function webhookObject(state: State, webhook: Webhook) {
  return {
    id: webhook.id,
    type: webhook.type,
    guild_id: webhook.guild_id,
    channel_id: webhook.channel_id,
    name: webhook.name,
    avatar: webhook.avatar,
    token: webhook.token,
    application_id: webhook.application_id,
    user: userById(state, webhook.user_id),
    url: `${state.origin}/api/webhooks/${webhook.id}/${webhook.token}`,
  };
}

/** The short form of a channel that interactions carry, with what the person may do there. */
export function interactionChannel(state: State, channel: Channel, userId: Snowflake) {
  return {
    ...channelObject(state, channel, userId),
    permissions: channelPermissions(state, channel, userId).toString(),
  };
}
