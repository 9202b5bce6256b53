import type { Snowflake } from '../protocol.ts';
import { guildCreate } from '../gateway/guild-create.ts';
import { channelsOf } from './channels.ts';
import { memberWithUser, roleObject, userById } from './objects.ts';
import { leaveThread } from './threads.ts';
import type { Guild, Member, Role, World } from './world.ts';

/** Announces a member as he now is. */
export function publishMember(world: World, guild: Guild, member: Member): void {
  world.onChange('structure');
  world.publish({
    t: 'GUILD_MEMBER_UPDATE',
    d: { ...memberWithUser(world, member), guild_id: guild.id },
    guild_id: guild.id,
    channel_id: null,
    user_id: member.user_id,
  });
}

/** Someone joins; the bot, when it is the one, hears the whole guild. */
export function addMember(world: World, guild: Guild, member: Member): void {
  guild.members.set(member.user_id, member);
  world.onChange('structure');
  const where = { guild_id: guild.id, channel_id: null, user_id: member.user_id };
  if (member.user_id === world.bot_id) {
    world.publish({ t: 'GUILD_CREATE', d: guildCreate(world, guild, false), ...where });
  } else {
    world.publish({
      t: 'GUILD_MEMBER_ADD',
      d: { ...memberWithUser(world, member), guild_id: guild.id },
      ...where,
    });
  }
}

/** Someone leaves or is put out; his places in threads go too. The bot hears GUILD_DELETE about itself. */
export function removeMember(world: World, guild: Guild, userId: Snowflake): void {
  for (const id of guild.thread_ids) {
    const thread = world.channels.get(id)!;
    if (thread.thread!.members.has(userId)) leaveThread(world, thread, userId);
  }
  guild.members.delete(userId);
  for (const channel of channelsOf(world, guild)) {
    channel.overwrites = channel.overwrites.filter((overwrite) => overwrite.id !== userId);
  }
  world.onChange('structure');
  const where = { guild_id: guild.id, channel_id: null, user_id: userId };
  if (userId === world.bot_id) world.publish({ t: 'GUILD_DELETE', d: { id: guild.id }, ...where });
  else
    world.publish({
      t: 'GUILD_MEMBER_REMOVE',
      d: { guild_id: guild.id, user: userById(world, userId) },
      ...where,
    });
}

/** Sets the roles of a member and announces them; says nothing when nothing changes. */
export function setRoles(world: World, guild: Guild, member: Member, roles: Snowflake[]): void {
  const isSame = roles.length === member.roles.length && roles.every((id) => member.roles.includes(id));
  if (isSame) return;
  member.roles = roles;
  publishMember(world, guild, member);
}

export function publishRole(
  world: World,
  guild: Guild,
  t: 'GUILD_ROLE_CREATE' | 'GUILD_ROLE_UPDATE',
  role: Role,
): void {
  world.onChange('structure');
  world.publish({
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
export function removeRole(world: World, guild: Guild, role: Role): void {
  guild.roles.delete(role.id);
  for (const member of guild.members.values()) {
    if (member.roles.includes(role.id)) member.roles = member.roles.filter((id) => id !== role.id);
  }
  for (const channel of channelsOf(world, guild)) {
    channel.overwrites = channel.overwrites.filter((overwrite) => overwrite.id !== role.id);
  }
  world.onChange('structure');
  world.publish({
    t: 'GUILD_ROLE_DELETE',
    d: { guild_id: guild.id, role_id: role.id },
    guild_id: guild.id,
    channel_id: null,
  });
}
