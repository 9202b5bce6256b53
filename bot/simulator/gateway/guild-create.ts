import type { Snowflake } from '../protocol.ts';
import { canView } from '../state/permissions.ts';
import { channelObject, guildObject, memberWithUser } from '../state/objects.ts';
import type { Guild, Member, State } from '../state/state.ts';

/**
 * A guild whole, as GUILD_CREATE gives it. Without the presences intent only the bot and those in voice are
 * among its members (events/gateway-events: Guild Create).
 */
export function guildCreate(state: State, guild: Guild, hasPresences: boolean, largeThreshold = 50) {
  const isLarge = guild.members.size > largeThreshold;
  const channels = [...guild.channel_ids].map((id) => state.channels.get(id)!);
  const threads = [...guild.thread_ids].map((id) => state.channels.get(id)!);
  const members = [...guild.members.values()].filter(
    (member) =>
      member.user_id === state.bot_id ||
      member.voice_channel_id ||
      (hasPresences && (!isLarge || isOnline(member))),
  );
  return {
    ...guildObject(guild),
    joined_at: guild.members.get(state.bot_id)?.joined_at ?? guild.joined_at,
    large: isLarge,
    unavailable: false,
    member_count: guild.members.size,
    channels: channels.map((channel) => channelObject(state, channel)),
    threads: threads
      .filter((thread) => !thread.thread!.archived && canView(state, thread, state.bot_id))
      .map((thread) => channelObject(state, thread, state.bot_id)),
    members: members.map((member) => memberWithUser(state, member)),
    presences: hasPresences ? members.filter(isOnline).map((member) => presenceObject(guild.id, member)) : [],
    voice_states: members
      .filter((member) => member.voice_channel_id)
      .map((member) => voiceState(guild.id, member)),
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
    embedded_activities: [],
  };
}

function isOnline(member: Member): boolean {
  return member.presence !== 'offline';
}

export function presenceObject(guildId: Snowflake, member: Member) {
  const activity = { name: 'Custom Status', type: 4, id: 'custom', state: member.activity, created_at: 0 };
  return {
    guild_id: guildId,
    user: { id: member.user_id },
    status: member.presence,
    activities: member.activity ? [activity] : [],
    client_status: isOnline(member) ? { desktop: member.presence } : {},
  };
}

function voiceState(guildId: Snowflake, member: Member) {
  return {
    guild_id: guildId,
    channel_id: member.voice_channel_id,
    user_id: member.user_id,
    session_id: `voice${member.user_id}`,
    deaf: false,
    mute: false,
    self_deaf: false,
    self_mute: false,
    self_video: false,
    suppress: false,
    request_to_speak_timestamp: null,
  };
}
