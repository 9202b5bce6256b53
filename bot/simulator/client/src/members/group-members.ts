import type { GuildView, MemberView } from '../../../protocol.ts';

export type MemberGroup = { key: string; name: string; members: MemberView[] };

/** Members under their hoisted role, highest first, then "Online" and "Offline"; offline members are always last. */
export function groupMembers(guild: GuildView): MemberGroup[] {
  const here = guild.members.filter((member) => member.presence !== 'offline');
  const hoisted = guild.roles.filter((role) => role.hoist).toSorted((a, b) => b.position - a.position);
  const groups = hoisted.map((role) => ({
    key: role.id,
    name: role.name,
    members: here.filter((member) => member.hoist_role_id === role.id),
  }));
  const isUnder = new Set(groups.flatMap((group) => group.members));
  return [
    ...groups,
    { key: 'online', name: 'Online', members: here.filter((member) => !isUnder.has(member)) },
    {
      key: 'offline',
      name: 'Offline',
      members: guild.members.filter((member) => member.presence === 'offline'),
    },
  ]
    .map((group) => ({ ...group, members: group.members.toSorted((a, b) => a.name.localeCompare(b.name)) }))
    .filter((group) => group.members.length > 0);
}
