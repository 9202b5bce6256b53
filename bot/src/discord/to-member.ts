import type { APIGuildMember, APIUser, GuildMember } from 'discord.js';
import type { DiscordPerson } from '@ticketflow/supabase/contracts/discord-message.ts';

/** A member with their whole list of roles, as `private.set_member_roles` takes it. */
export type MirroredMember = { person: DiscordPerson; nick: string | null; role_ids: string[] };

/** Somebody by their account. A display name falls back to the user name, as in Discord. */
export function toPerson(user: APIUser): DiscordPerson {
  return {
    id: user.id,
    username: user.username,
    display_name: user.global_name ?? user.username,
    avatar_hash: user.avatar && /^(a_)?[0-9a-f]{32}$/.test(user.avatar) ? user.avatar : null,
    is_bot: user.bot ?? false,
  };
}

/** A member as the gateway and REST state them. */
export function toMember(member: Pick<APIGuildMember, 'nick' | 'roles'>, user: APIUser): MirroredMember {
  return { person: toPerson(user), nick: member.nick ?? null, role_ids: member.roles };
}

/** A member as discord.js hands them out (interactions, answers to op 8). */
export function fromGuildMember(member: GuildMember): MirroredMember {
  const { user } = member;
  return {
    person: toPerson({
      id: user.id,
      username: user.username,
      global_name: user.globalName,
      avatar: user.avatar,
      bot: user.bot,
      discriminator: user.discriminator,
    }),
    nick: member.nickname,
    role_ids: member.roles.cache.filter((role) => role.id !== member.guild.id).map((role) => role.id),
  };
}
