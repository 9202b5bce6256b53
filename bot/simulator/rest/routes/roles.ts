import { PermissionFlagsBits as P } from 'discord-api-types/v10';
import { recordAudit } from '../../state/audit-log.ts';
import { publishRole, removeRole } from '../../state/members.ts';
import { roleObject } from '../../state/objects.ts';
import { ALL, guildPermissions, highestPosition } from '../../state/permissions.ts';
import type { Guild, Role } from '../../state/state.ts';
import { refuse } from '../refusal.ts';
import { requireGuild, requireInGuild } from '../require.ts';
import type { Call, Route } from '../route.ts';
import { asObject, asText, createForm } from '../validate/form.ts';
import { requireRole } from './members.ts';

/** Roles of one guild (JSON error code 30005). */
const MAX_ROLES = 250;

export const roleRoutes: Route[] = [
  { method: 'GET', path: '/guilds/:guild/roles', auth: 'bot', act: listRoles },
  { method: 'GET', path: '/guilds/:guild/roles/member-counts', auth: 'bot', act: countMembers },
  { method: 'GET', path: '/guilds/:guild/roles/:role', auth: 'bot', act: getRole },
  { method: 'POST', path: '/guilds/:guild/roles', auth: 'bot', act: createRole },
  { method: 'PATCH', path: '/guilds/:guild/roles', auth: 'bot', act: moveRoles },
  { method: 'PATCH', path: '/guilds/:guild/roles/:role', auth: 'bot', act: modifyRole },
  { method: 'DELETE', path: '/guilds/:guild/roles/:role', auth: 'bot', act: deleteRole },
];

function listRoles(call: Call) {
  const guild = requireGuild(call.state, call.params.guild, call.actor);
  return [...guild.roles.values()].map(roleObject);
}

function getRole(call: Call) {
  return roleObject(requireRole(requireGuild(call.state, call.params.guild, call.actor), call.params.role!));
}

/** How many have each role, without @everyone (resources/guild: Get Guild Role Member Counts). */
function countMembers(call: Call) {
  const guild = requireGuild(call.state, call.params.guild, call.actor);
  const counts: Record<string, number> = {};
  for (const id of guild.roles.keys()) if (id !== guild.id) counts[id] = 0;
  for (const member of guild.members.values())
    for (const id of member.roles) counts[id] = (counts[id] ?? 0) + 1;
  return counts;
}

/** A new role starts at the bottom, above @everyone, with @everyone's permissions unless told. */
export function createRole(call: Call) {
  const { state, actor, body } = call;
  const guild = requireRoleManager(call);
  if (guild.roles.size >= MAX_ROLES) throw refuse(30005);
  for (const other of guild.roles.values()) if (other.id !== guild.id) other.position += 1;
  const role: Role = {
    id: state.nextId(),
    name: 'new role',
    color: 0,
    hoist: false,
    position: 1,
    permissions: guild.roles.get(guild.id)!.permissions,
    managed: false,
    mentionable: false,
    bot_id: null,
  };
  apply(guild, actor, role, body);
  guild.roles.set(role.id, role);
  publishRole(state, guild, 'GUILD_ROLE_CREATE', role);
  audit(call, guild, role, 30);
  return roleObject(role);
}

export function modifyRole(call: Call) {
  const guild = requireRoleManager(call);
  const role = requireBelow(call, guild);
  apply(guild, call.actor, role, call.body);
  publishRole(call.state, guild, 'GUILD_ROLE_UPDATE', role);
  audit(call, guild, role, 31);
  return roleObject(role);
}

export function deleteRole(call: Call): void {
  const guild = requireRoleManager(call);
  const role = requireBelow(call, guild);
  if (role.managed || role.id === guild.id) throw refuse(50013);
  removeRole(call.state, guild, role);
  audit(call, guild, role, 32);
}

function moveRoles(call: Call) {
  const guild = requireRoleManager(call);
  for (const item of call.list) {
    const { id, position } = asObject(item);
    const role = requireRole(guild, String(id));
    if (Math.max(role.position, Number(position)) >= highestPosition(guild, call.actor)) throw refuse(50013);
    role.position = Number(position);
    publishRole(call.state, guild, 'GUILD_ROLE_UPDATE', role);
  }
  return [...guild.roles.values()].map(roleObject);
}

function requireRoleManager(call: Call): Guild {
  const guild = requireGuild(call.state, call.params.guild, call.actor);
  requireInGuild(guild, call.actor, P.ManageRoles);
  return guild;
}

function requireBelow(call: Call, guild: Guild): Role {
  const role = requireRole(guild, call.params.role!);
  if (role.position >= highestPosition(guild, call.actor)) throw refuse(50013);
  return role;
}

function apply(guild: Guild, actor: string, role: Role, body: Record<string, unknown>): void {
  const form = createForm();
  form.text(['name'], body.name, 1, 100);
  form.check();
  if (/^\d+$/.test(String(body.permissions ?? ''))) {
    const own = guildPermissions(guild, actor);
    const asked = BigInt(String(body.permissions));
    // Only permissions that one has may be given on (topics/permissions: Permission Hierarchy).
    if (own !== ALL && (asked & ~BigInt(role.permissions) & ~own) !== 0n) throw refuse(50013);
    role.permissions = asked.toString();
  }
  const colors = asObject(body.colors);
  const color = typeof body.color === 'number' ? body.color : colors.primary_color;
  if (asText(body.name)) role.name = asText(body.name)!;
  if (typeof color === 'number') role.color = color;
  if (typeof body.hoist === 'boolean') role.hoist = body.hoist;
  if (typeof body.mentionable === 'boolean') role.mentionable = body.mentionable;
}

function audit(call: Call, guild: Guild, role: Role, action_type: number): void {
  recordAudit(call.state, guild, {
    user_id: call.actor,
    target_id: role.id,
    action_type,
    reason: call.reason,
  });
}
