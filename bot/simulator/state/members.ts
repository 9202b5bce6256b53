import type { Snowflake } from '../protocol.ts';
import { guildCreate } from '../gateway/guild-create.ts';
import { channelsOf } from './channels.ts';
import { memberWithUser, roleObject, userById } from './objects.ts';
import { leaveThread } from './threads.ts';
import type { Guild, Member, Role, State } from './state.ts';

/** Announces a member as they now is. */
export function publishMember(state: State, guild: Guild, member: Member): void {
  state.onChange('structure');
  state.publish({
    t: 'GUILD_MEMBER_UPDATE',
    d: { ...memberWithUser(state, member), guild_id: guild.id },
    guild_id: guild.id,
    channel_id: null,
    user_id: member.user_id,
  });
}

/** Someone joins; the bot, when it is the one, hears the whole guild. */
export function addMember(state: State, guild: Guild, member: Member): void {
  guild.members.set(member.user_id, member);
  state.onChange('structure');
  const where = { guild_id: guild.id, channel_id: null, user_id: member.user_id };
  if (member.user_id === state.bot_id) {
    state.publish({ t: 'GUILD_CREATE', d: guildCreate(state, guild, false), ...where });
  } else {
    state.publish({
      t: 'GUILD_MEMBER_ADD',
      d: { ...memberWithUser(state, member), guild_id: guild.id },
      ...where,
    });
  }
}

/** Someone leaves or is put out; their places in threads go too. The bot hears GUILD_DELETE about itself. */
export function removeMember(state: State, guild: Guild, userId: Snowflake): void {
  for (const id of guild.thread_ids) {
    const thread = state.channels.get(id)!;
    if (thread.thread!.members.has(userId)) leaveThread(state, thread, userId);
  }
  guild.members.delete(userId);
  for (const channel of channelsOf(state, guild)) {
    channel.overwrites = channel.overwrites.filter((overwrite) => overwrite.id !== userId);
  }
  state.onChange('structure');
  const where = { guild_id: guild.id, channel_id: null, user_id: userId };
  if (userId === state.bot_id) state.publish({ t: 'GUILD_DELETE', d: { id: guild.id }, ...where });
  else
    state.publish({
      t: 'GUILD_MEMBER_REMOVE',
      d: { guild_id: guild.id, user: userById(state, userId) },
      ...where,
    });
}

/** Sets the roles of a member and announces them; says nothing when nothing changes. */
export function setRoles(state: State, guild: Guild, member: Member, roles: Snowflake[]): void {
  const isSame = roles.length === member.roles.length && roles.every((id) => member.roles.includes(id));
  if (isSame) return;
  member.roles = roles;
  publishMember(state, guild, member);
}

export function publishRole(
  state: State,
  guild: Guild,
  t: 'GUILD_ROLE_CREATE' | 'GUILD_ROLE_UPDATE',
  role: Role,
): void {
  state.onChange('structure');
  state.publish({
    t,
    d: { guild_id: guild.id, role: roleObject(role) },
    guild_id: guild.id,
    channel_id: null,
  });
}

/**
 * A role goes. Discord sends no member updates for it: those who had it simply have it no more
 * (discord.js takes it from its cache at GUILD_ROLE_DELETE).
 */
export function removeRole(state: State, guild: Guild, role: Role): void {
  guild.roles.delete(role.id);
  for (const member of guild.members.values()) {
    if (member.roles.includes(role.id)) member.roles = member.roles.filter((id) => id !== role.id);
  }
  for (const channel of channelsOf(state, guild)) {
    channel.overwrites = channel.overwrites.filter((overwrite) => overwrite.id !== role.id);
  }
  state.onChange('structure');
  state.publish({
    t: 'GUILD_ROLE_DELETE',
    d: { guild_id: guild.id, role_id: role.id },
    guild_id: guild.id,
    channel_id: null,
  });
}
