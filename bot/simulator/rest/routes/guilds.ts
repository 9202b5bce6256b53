import { PermissionFlagsBits as P } from 'discord-api-types/v10';
import { auditObject } from '../../state/audit-log.ts';
import { removeMember } from '../../state/members.ts';
import { guildObject, userById } from '../../state/objects.ts';
import { guildPermissions } from '../../state/permissions.ts';
import { compareIds } from '../../state/snowflake.ts';
import type { Channel, Guild } from '../../state/state.ts';
import { channelObject } from '../../state/objects.ts';
import { refuse } from '../refusal.ts';
import { requireGuild, requireInGuild } from '../require.ts';
import type { Call, Route } from '../route.ts';

export const guildRoutes: Route[] = [
  { method: 'GET', path: '/guilds/:guild', auth: 'bot', act: getGuild },
  { method: 'GET', path: '/guilds/:guild/audit-logs', auth: 'bot', act: readAuditLog },
  {
    method: 'GET',
    path: '/users/@me',
    auth: 'bot',
    act: (call) => ({ ...userById(call.state, call.actor), verified: true, email: null }),
  },
  { method: 'GET', path: '/users/@me/guilds', auth: 'bot', act: (call) => guildsOf(call, call.actor) },
  { method: 'DELETE', path: '/users/@me/guilds/:guild', auth: 'bot', act: leaveGuild },
  { method: 'POST', path: '/users/@me/channels', auth: 'bot', act: openDirectMessage },
  { method: 'GET', path: '/users/:user', auth: 'bot', act: getUser },
];

function getGuild(call: Call) {
  const guild = requireGuild(call.state, call.params.guild, call.actor);
  if (call.query.get('with_counts') !== 'true') return guildObject(guild);
  const online = [...guild.members.values()].filter((member) => member.presence !== 'offline').length;
  return {
    ...guildObject(guild),
    approximate_member_count: guild.members.size,
    approximate_presence_count: online,
  };
}

function readAuditLog(call: Call) {
  const guild = requireGuild(call.state, call.params.guild, call.actor);
  requireInGuild(guild, call.actor, P.ViewAuditLog);
  const type = call.query.get('action_type');
  const userId = call.query.get('user_id');
  const before = call.query.get('before');
  const entries = guild.audit_log
    .filter((entry) => type === null || String(entry.action_type) === type)
    .filter((entry) => userId === null || entry.user_id === userId)
    .filter((entry) => before === null || compareIds(entry.id, before) < 0)
    .slice(-Math.min(100, Number(call.query.get('limit') ?? 50)))
    .reverse();
  const users = [...new Set(entries.map((entry) => entry.user_id))].map((id) => userById(call.state, id));
  const none = {
    application_commands: [],
    auto_moderation_rules: [],
    guild_scheduled_events: [],
    integrations: [],
  };
  return { ...none, audit_log_entries: entries.map(auditObject), users, threads: [], webhooks: [] };
}

/** The guilds of a user, with what they may do there as a decimal string (resources/user: Get Current User Guilds). */
export function guildsOf(call: Call, userId: string) {
  const limit = Math.min(200, Number(call.query.get('limit') ?? 200));
  const after = call.query.get('after') ?? '0';
  return [...call.state.guilds.values()]
    .filter((guild) => guild.members.has(userId) && compareIds(guild.id, after) > 0)
    .sort((a, b) => compareIds(a.id, b.id))
    .slice(0, limit)
    .map((guild: Guild) => ({
      id: guild.id,
      name: guild.name,
      icon: guild.icon,
      banner: null,
      owner: guild.owner_id === userId,
      permissions: guildPermissions(guild, userId).toString(),
      features: [],
      ...(call.query.get('with_counts') === 'true'
        ? { approximate_member_count: guild.members.size, approximate_presence_count: guild.members.size }
        : {}),
    }));
}

function leaveGuild(call: Call): void {
  const guild = call.state.guilds.get(call.params.guild!);
  if (!guild?.members.has(call.actor)) throw refuse(10004);
  removeMember(call.state, guild, call.actor);
}

/** Opens, or finds again, the direct messages with a user (resources/user: Create DM). */
function openDirectMessage(call: Call) {
  const { state, actor } = call;
  const other = state.users.get(String(call.body.recipient_id));
  if (!other) throw refuse(10013);
  const sharesGuild = [...state.guilds.values()].some(
    (guild) => guild.members.has(actor) && guild.members.has(other.id),
  );
  if (!sharesGuild || other.bot) throw refuse(50007);
  for (const channel of state.channels.values()) {
    if (channel.type === 1 && channel.recipient_ids.includes(other.id))
      return channelObject(state, channel, actor);
  }
  const channel: Channel = {
    id: state.nextId(),
    guild_id: null,
    type: 1,
    name: '',
    topic: null,
    parent_id: null,
    position: 0,
    overwrites: [],
    nsfw: false,
    rate_limit_per_user: 0,
    last_message_id: null,
    last_pin_timestamp: null,
    thread: null,
    recipient_ids: [actor, other.id],
  };
  state.channels.set(channel.id, channel);
  state.onChange('structure');
  return channelObject(state, channel, actor);
}

function getUser(call: Call) {
  if (!call.state.users.has(call.params.user!)) throw refuse(10013);
  return userById(call.state, call.params.user!);
}
