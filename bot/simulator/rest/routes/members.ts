import { PermissionFlagsBits as P } from 'discord-api-types/v10';
import { recordAudit } from '../../state/audit-log.ts';
import { publishMember, removeMember, setRoles } from '../../state/members.ts';
import { memberWithUser } from '../../state/objects.ts';
import { guildPermissions, highestPosition } from '../../state/permissions.ts';
import { searchMembers } from '../../state/search-members.ts';
import { compareIds } from '../../state/snowflake.ts';
import type { Guild, Member, Role } from '../../state/state.ts';
import { refuse, refuseForm } from '../refusal.ts';
import { requireGuild, requireInGuild } from '../require.ts';
import type { Call, Route } from '../route.ts';
import { asList, asText, createForm } from '../validate/form.ts';

export const memberRoutes: Route[] = [
  { method: 'GET', path: '/guilds/:guild/members', auth: 'bot', act: listMembers },
  { method: 'GET', path: '/guilds/:guild/members/search', auth: 'bot', act: search },
  { method: 'GET', path: '/guilds/:guild/members/:user', auth: 'bot', act: getMember },
  { method: 'PATCH', path: '/guilds/:guild/members/:user', auth: 'bot', act: modifyMember },
  { method: 'DELETE', path: '/guilds/:guild/members/:user', auth: 'bot', act: kick },
  { method: 'PUT', path: '/guilds/:guild/members/:user/roles/:role', auth: 'bot', act: giveRole },
  { method: 'DELETE', path: '/guilds/:guild/members/:user/roles/:role', auth: 'bot', act: takeRole },
];

/** All members by id, which needs the members intent (resources/guild: List Guild Members). */
function listMembers(call: Call) {
  const guild = requireGuild(call.state, call.params.guild, call.actor);
  if (!call.state.settings.privilegedIntents.guildMembers) throw refuse(50001);
  const limit = readLimit(call, 1);
  const after = call.query.get('after') ?? '0';
  return [...guild.members.values()]
    .sort((a, b) => compareIds(a.user_id, b.user_id))
    .filter((member) => compareIds(member.user_id, after) > 0)
    .slice(0, limit)
    .map((member) => memberWithUser(call.state, member));
}

function search(call: Call) {
  const guild = requireGuild(call.state, call.params.guild, call.actor);
  const query = call.query.get('query');
  if (!query)
    throw refuseForm([{ path: ['query'], code: 'BASE_TYPE_REQUIRED', message: 'This field is required' }]);
  return searchMembers(call.state, guild, query)
    .slice(0, readLimit(call, 1))
    .map((member) => memberWithUser(call.state, member));
}

function readLimit(call: Call, fallback: number): number {
  const limit = Number(call.query.get('limit') ?? fallback);
  if (Number.isInteger(limit) && limit >= 1 && limit <= 1000) return limit;
  throw refuseForm([
    { path: ['limit'], code: 'NUMBER_TYPE_MAX', message: 'int value should be between 1 and 1000.' },
  ]);
}

function getMember(call: Call) {
  const { member } = find(call);
  return memberWithUser(call.state, member);
}

export function modifyMember(call: Call) {
  const { state, actor, body } = call;
  const { guild, member } = find(call);
  const form = createForm();
  form.text(['nick'], body.nick, 0, 32);
  form.check();
  if ('nick' in body) {
    requireInGuild(guild, actor, member.user_id === actor ? P.ChangeNickname : P.ManageNicknames);
    if (member.user_id !== actor) requireAbove(guild, actor, highestPosition(guild, member.user_id));
    member.nick = asText(body.nick) || null;
  }
  if ('communication_disabled_until' in body) {
    requireInGuild(guild, actor, P.ModerateMembers);
    member.communication_disabled_until = asText(body.communication_disabled_until);
  }
  if ('roles' in body) {
    requireInGuild(guild, actor, P.ManageRoles);
    const roles = asList(body.roles).map((id) => requireRole(guild, String(id)));
    const touched = roles.filter((role) => !member.roles.includes(role.id));
    touched.push(
      ...member.roles
        .filter((id) => !roles.some((role) => role.id === id))
        .map((id) => requireRole(guild, id)),
    );
    for (const role of touched) requireAssignable(guild, actor, role);
    member.roles = roles.map(({ id }) => id);
  }
  publishMember(state, guild, member);
  return memberWithUser(state, member);
}

/** A member leaves; another, with Kick Members and a higher role, puts them out. */
export function kick(call: Call): void {
  const { state, actor } = call;
  const { guild, member } = find(call);
  if (member.user_id !== actor) {
    requireInGuild(guild, actor, P.KickMembers);
    requireAbove(guild, actor, highestPosition(guild, member.user_id));
  } else if (guild.owner_id === actor) throw refuse(50055);
  removeMember(state, guild, member.user_id);
  if (member.user_id !== actor) {
    recordAudit(state, guild, {
      user_id: actor,
      target_id: member.user_id,
      action_type: 20,
      reason: call.reason,
    });
  }
}

export function giveRole(call: Call): void {
  changeRole(call, (roles, id) => (roles.includes(id) ? roles : [...roles, id]));
}

export function takeRole(call: Call): void {
  changeRole(call, (roles, id) => roles.filter((one) => one !== id));
}

function changeRole(call: Call, change: (roles: string[], id: string) => string[]): void {
  const { state, actor } = call;
  const { guild, member } = find(call);
  requireInGuild(guild, actor, P.ManageRoles);
  const role = requireRole(guild, call.params.role!);
  requireAssignable(guild, actor, role);
  const isGiven = change(member.roles, role.id).includes(role.id);
  setRoles(state, guild, member, change(member.roles, role.id));
  const changes = [{ key: isGiven ? '$add' : '$remove', new_value: [{ id: role.id, name: role.name }] }];
  recordAudit(state, guild, {
    user_id: actor,
    target_id: member.user_id,
    action_type: 25,
    reason: call.reason,
    changes,
  });
}

export function requireRole(guild: Guild, id: string): Role {
  const role = guild.roles.get(id);
  if (!role) throw refuse(10011);
  return role;
}

/** May the actor give this role? Not @everyone, not one that an application owns, only below their highest. */
export function isAssignable(guild: Guild, actor: string, role: Role): boolean {
  const mayManage = (guildPermissions(guild, actor) & P.ManageRoles) !== 0n;
  return mayManage && role.id !== guild.id && !role.managed && role.position < highestPosition(guild, actor);
}

function requireAssignable(guild: Guild, actor: string, role: Role): void {
  if (!isAssignable(guild, actor, role)) throw refuse(50013);
}

function requireAbove(guild: Guild, actor: string, position: number): void {
  if (highestPosition(guild, actor) <= position) throw refuse(50013);
}

function find(call: Call): { guild: Guild; member: Member } {
  const guild = requireGuild(call.state, call.params.guild, call.actor);
  const id = call.params.user === '@me' ? call.actor : call.params.user;
  const member = guild.members.get(id ?? '');
  if (!member) throw refuse(call.state.users.has(id ?? '') ? 10007 : 10013);
  return { guild, member };
}
