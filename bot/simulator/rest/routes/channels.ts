import { PermissionFlagsBits as P } from 'discord-api-types/v10';
import { recordAudit } from '../../state/audit-log.ts';
import { addChannel, channelsOf, publishChannel, removeChannel, removeThread } from '../../state/channels.ts';
import { channelObject } from '../../state/objects.ts';
import { ALL, channelPermissions, guildPermissions } from '../../state/permissions.ts';
import type { Channel, Guild, Overwrite, State } from '../../state/state.ts';
import { refuse, refuseForm } from '../refusal.ts';
import { guildOf, requireChannel, requireGuild, requireIn, requireInGuild } from '../require.ts';
import type { Call, Route } from '../route.ts';
import { channelName, checkChannel, MAX_OVERWRITES, readBits, readOverwrites } from '../validate/channel.ts';
import { asList, asObject, asText, createForm } from '../validate/form.ts';
import { modifyThread } from './threads.ts';

/** Channels of a guild, categories among them, and of one category (30013; 50035 on parent_id). */
const [PER_GUILD, PER_CATEGORY] = [500, 50];

export const channelRoutes: Route[] = [
  { method: 'GET', path: '/channels/:channel', auth: 'bot', act: getChannel },
  { method: 'PATCH', path: '/channels/:channel', auth: 'bot', bucket: 'channel-modify', act: modifyChannel },
  { method: 'DELETE', path: '/channels/:channel', auth: 'bot', act: deleteChannel },
  { method: 'PUT', path: '/channels/:channel/permissions/:overwrite', auth: 'bot', act: putOverwrite },
  { method: 'DELETE', path: '/channels/:channel/permissions/:overwrite', auth: 'bot', act: deleteOverwrite },
  { method: 'GET', path: '/guilds/:guild/channels', auth: 'bot', act: listChannels },
  { method: 'POST', path: '/guilds/:guild/channels', auth: 'bot', act: createChannel },
  { method: 'PATCH', path: '/guilds/:guild/channels', auth: 'bot', act: moveChannels },
];

function getChannel(call: Call) {
  return channelObject(call.state, requireChannel(call.state, call.params.channel, call.actor), call.actor);
}

function listChannels(call: Call) {
  const guild = requireGuild(call.state, call.params.guild, call.actor);
  return channelsOf(call.state, guild).map((channel) => channelObject(call.state, channel));
}

export function createChannel(call: Call) {
  const { state, actor, body } = call;
  const guild = requireGuild(state, call.params.guild, actor);
  const own = permissionsAmong(state, guild, asText(body.parent_id), actor);
  if ((own & P.ManageChannels) === 0n) throw refuse(50013);
  const type = typeof body.type === 'number' ? body.type : 0;
  const form = createForm();
  checkChannel(form, body, true);
  const overwrites = readOverwrites(form, body.permission_overwrites);
  const parent = readParent(state, guild, body.parent_id);
  if (![0, 2, 4, 5, 13, 15].includes(type))
    form.complain(['type'], 'BASE_TYPE_CHOICES', 'Value must be one of {0, 2, 4, 5, 13, 15}.');
  form.check();
  if (guild.channel_ids.size >= PER_GUILD) throw refuse(30013);
  requireGrantable(own, overwrites);
  const channel: Channel = {
    id: state.nextId(),
    guild_id: guild.id,
    type,
    name: channelName(asText(body.name)!, type),
    topic: asText(body.topic),
    parent_id: parent?.id ?? null,
    position: typeof body.position === 'number' ? body.position : nextPosition(state, guild),
    overwrites:
      body.permission_overwrites === undefined && parent ? structuredClone(parent.overwrites) : overwrites,
    nsfw: body.nsfw === true,
    rate_limit_per_user: Number(body.rate_limit_per_user ?? 0),
    last_message_id: null,
    last_pin_timestamp: null,
    thread: null,
    recipient_ids: [],
  };
  addChannel(state, guild, channel);
  audit(call, guild, channel, 10);
  return channelObject(state, channel);
}

/** Name and topic have Discord's hidden limit; the rest does not. */
export function modifyChannel(call: Call) {
  const { state, actor, body } = call;
  const channel = requireChannel(state, call.params.channel, actor);
  if (channel.thread) return modifyThread(call, channel);
  const guild = guildOf(state, channel);
  requireIn(state, channel, actor, P.ManageChannels);
  const form = createForm();
  checkChannel(form, body, false);
  const overwrites =
    'permission_overwrites' in body ? readOverwrites(form, body.permission_overwrites) : null;
  form.check();
  if (overwrites) {
    requireIn(state, channel, actor, P.ManageRoles);
    requireGrantable(permissionsAmong(state, guild, channel.parent_id, actor), changed(channel, overwrites));
  }
  if ('parent_id' in body && body.parent_id !== channel.parent_id) {
    const parent = readParent(state, guild, body.parent_id);
    channel.parent_id = parent?.id ?? null;
    if (body.lock_permissions === true && parent) channel.overwrites = structuredClone(parent.overwrites);
  }
  if (asText(body.name) !== null) channel.name = channelName(asText(body.name)!, channel.type);
  if ('topic' in body) channel.topic = asText(body.topic);
  if (typeof body.position === 'number') channel.position = body.position;
  if (typeof body.rate_limit_per_user === 'number') channel.rate_limit_per_user = body.rate_limit_per_user;
  if (typeof body.nsfw === 'boolean') channel.nsfw = body.nsfw;
  if (overwrites) channel.overwrites = overwrites;
  publishChannel(state, 'CHANNEL_UPDATE', channel);
  audit(call, guild, channel, 11);
  return channelObject(state, channel);
}

export function deleteChannel(call: Call) {
  const { state, actor } = call;
  const channel = requireChannel(state, call.params.channel, actor);
  const guild = guildOf(state, channel);
  requireIn(state, channel, actor, channel.thread ? P.ManageThreads : P.ManageChannels);
  const shown = channelObject(state, channel, actor);
  if (channel.thread) removeThread(state, guild, channel);
  else removeChannel(state, guild, channel);
  audit(call, guild, channel, channel.thread ? 112 : 12);
  return shown;
}

function putOverwrite(call: Call): void {
  const { state, actor } = call;
  const { channel, guild } = requireOverwritable(call);
  const form = createForm();
  const bits = readBits(form, [], call.body);
  form.check();
  const overwrite: Overwrite = { id: call.params.overwrite!, ...bits };
  const isKnown = overwrite.type === 0 ? guild.roles.has(overwrite.id) : state.users.has(overwrite.id);
  if (!isKnown) throw refuse(10009);
  requireGrantable(permissionsAmong(state, guild, channel.parent_id, actor), changed(channel, [overwrite]));
  const others = channel.overwrites.filter(({ id }) => id !== overwrite.id);
  if (others.length >= MAX_OVERWRITES) throw refuse(30060);
  channel.overwrites = [...others, overwrite];
  publishChannel(state, 'CHANNEL_UPDATE', channel);
}

function deleteOverwrite(call: Call): void {
  const { channel } = requireOverwritable(call);
  const left = channel.overwrites.filter(({ id }) => id !== call.params.overwrite);
  if (left.length === channel.overwrites.length) throw refuse(10009);
  channel.overwrites = left;
  publishChannel(call.state, 'CHANNEL_UPDATE', channel);
}

function requireOverwritable(call: Call): { channel: Channel; guild: Guild } {
  const channel = requireChannel(call.state, call.params.channel, call.actor);
  if (channel.thread) throw refuse(50024);
  requireIn(call.state, channel, call.actor, P.ManageRoles);
  return { channel, guild: guildOf(call.state, channel) };
}

function moveChannels(call: Call): void {
  const guild = requireGuild(call.state, call.params.guild, call.actor);
  requireInGuild(guild, call.actor, P.ManageChannels);
  for (const item of asList(call.list).map(asObject)) {
    const channel = call.state.channels.get(String(item.id));
    if (!channel || channel.guild_id !== guild.id) throw refuse(10003);
    if (typeof item.position === 'number') channel.position = item.position;
    if ('parent_id' in item) channel.parent_id = readParent(call.state, guild, item.parent_id)?.id ?? null;
    publishChannel(call.state, 'CHANNEL_UPDATE', channel);
  }
}

function readParent(state: State, guild: Guild, id: unknown): Channel | null {
  if (id === undefined || id === null) return null;
  const parent = state.channels.get(String(id));
  const complain = (code: string, message: string) => refuseForm([{ path: ['parent_id'], code, message }]);
  if (!parent || parent.guild_id !== guild.id)
    throw complain('CHANNEL_PARENT_INVALID', 'Category does not exist');
  if (parent.type !== 4) throw complain('CHANNEL_PARENT_INVALID_TYPE', 'Not a category');
  const children = channelsOf(state, guild).filter((channel) => channel.parent_id === parent.id);
  if (children.length >= PER_CATEGORY) {
    throw complain('CHANNEL_PARENT_MAX_CHANNELS', 'Maximum number of channels in category reached (50)');
  }
  return parent;
}

/**
 * What the actor may do where a channel stands: in its category, or in the guild without one. It is what counts for making a
 * channel there and for its overwrites (resources/channel: Edit Channel Permissions, "in the guild or parent channel (if
 * applicable)"; discord-api-docs#3756, #5655).
 */
function permissionsAmong(state: State, guild: Guild, parentId: string | null, actor: string): bigint {
  const parent = state.channels.get(parentId ?? '');
  return parent?.guild_id === guild.id
    ? channelPermissions(state, parent, actor)
    : guildPermissions(guild, actor);
}

/** Only what the actor has may be allowed or denied; Manage Roles in an overwrite only by administrators (resources/channel). */
function requireGrantable(permissions: bigint, overwrites: Overwrite[]): void {
  if (permissions === ALL) return;
  const own = permissions & ~P.ManageRoles;
  for (const { allow, deny } of overwrites) {
    if (((BigInt(allow) | BigInt(deny)) & ~own) !== 0n) throw refuse(50013);
  }
}

/** The bits in which overwrites differ from what the channel has: only these must be the actor's to give. */
function changed(channel: Channel, overwrites: Overwrite[]): Overwrite[] {
  return overwrites.map((overwrite) => {
    const old = channel.overwrites.find(({ id }) => id === overwrite.id);
    const difference = (key: 'allow' | 'deny') =>
      (BigInt(overwrite[key]) ^ BigInt(old?.[key] ?? 0)).toString();
    return { ...overwrite, allow: difference('allow'), deny: difference('deny') };
  });
}

function nextPosition(state: State, guild: Guild): number {
  let last = -1;
  for (const id of guild.channel_ids) last = Math.max(last, state.channels.get(id)!.position);
  return last + 1;
}

function audit(call: Call, guild: Guild, channel: Channel, action_type: number): void {
  const changes = [{ key: 'name', new_value: channel.name }];
  recordAudit(call.state, guild, {
    user_id: call.actor,
    target_id: channel.id,
    action_type,
    reason: call.reason,
    changes,
  });
}
