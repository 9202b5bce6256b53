import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Gateway } from '../gateway/gateway.ts';
import { guildCreate } from '../gateway/guild-create.ts';
import type { RateLimits } from '../rest/rate-limits.ts';
import { readBody } from '../rest/read-body.ts';
import { Refusal, refuse, refuseStatus } from '../rest/refusal.ts';
import { createRouter, type Call, type Route } from '../rest/route.ts';
import { send } from '../rest/serve-api.ts';
import { toMember } from '../scenario.ts';
import { changeSettings, type SettingsChange } from '../settings.ts';
import { channelsOf, threadsOf } from '../state/channels.ts';
import { addMember, publishMember, removeMember } from '../state/members.ts';
import { messageObject } from '../state/message-object.ts';
import { messagesOf } from '../state/messages.ts';
import { channelObject, guildObject } from '../state/objects.ts';
import type { Guild, World } from '../state/world.ts';
import type { Fault, Faults } from './faults.ts';
import type { RequestLog } from './request-log.ts';
import { restore, type Restore } from './restore.ts';

export interface ControlParts {
  world: World;
  gateway: Gateway;
  faults: Faults;
  log: RequestLog;
  rateLimits: RateLimits;
  uncovered(): string[];
}

/** Answers `/control/…`: faults, scripting and looking inside, without any permission. For tests and demos. */
export function createControlApi(parts: ControlParts) {
  const find = createRouter(controlRoutes(parts));
  return async (request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> => {
    try {
      const found = find(request.method ?? 'GET', url.pathname.replace(/^\/control/, ''), 'none');
      if (!found) throw refuseStatus(404, 'Not Found');
      const read = await readBody(request, 512 * 1024 * 1024);
      const call = { world: parts.world, params: found.params, query: url.searchParams, ...read } as Call;
      const result = await found.route.act(call);
      send(response, result === undefined ? 204 : 200, result);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      send(response, error.status, error.body);
    }
  };
}

function controlRoutes(parts: ControlParts): Route[] {
  const { world, gateway, faults, log, rateLimits } = parts;
  const routes: [Route['method'], string, Route['act']][] = [
    ['GET', '/state', () => stateOf(parts)],
    ['GET', '/sessions', () => sessionsOf(gateway)],
    [
      'GET',
      '/requests',
      (call) => log.list().filter((entry) => entry.n > Number(call.query.get('after') ?? 0)),
    ],
    ['DELETE', '/requests', () => log.clear()],
    ['GET', '/uncovered', () => parts.uncovered()],
    ['GET', '/settings', () => world.settings],
    [
      'PATCH',
      '/settings',
      (call) => (changeSettings(world.settings, call.body as SettingsChange), world.settings),
    ],
    [
      'POST',
      '/gateway/drop',
      (call) => void gateway.drop(call.body.code ? Number(call.body.code) : undefined),
    ],
    ['POST', '/gateway/reconnect', () => gateway.askReconnect()],
    ['POST', '/gateway/invalidate', (call) => gateway.invalidate(call.body.resumable === true)],
    ['POST', '/gateway/hold', () => gateway.hold()],
    ['POST', '/gateway/release', () => gateway.release()],
    ['GET', '/gateway/member-requests', () => gateway.memberRequests],
    ['GET', '/faults', () => faults.list()],
    ['POST', '/faults', (call) => faults.add(call.body as Fault)],
    ['DELETE', '/faults', () => faults.clear()],
    [
      'POST',
      '/rate-limits/force',
      (call) => rateLimits.force(String(call.body.bucket), Number(call.body.ms)),
    ],
    ['DELETE', '/rate-limits', () => rateLimits.clear()],
    ['POST', '/links/expire', () => void (world.link_key = randomBytes(32).toString('hex'))],
    ['POST', '/restore', (call) => restore(world, call.body as Restore)],
    ['POST', '/guilds/:guild/bot', (call) => addBot(world, requireGuild(call))],
    ['DELETE', '/guilds/:guild/bot', (call) => removeMember(world, requireGuild(call), world.bot_id)],
    [
      'PATCH',
      '/guilds/:guild',
      (call) => {
        const { available, owner } = call.body;
        if (typeof available === 'boolean') setAvailable(world, requireGuild(call), available);
        if (typeof owner === 'string') setOwner(world, requireGuild(call), owner);
      },
    ],
    ['PATCH', '/guilds/:guild/members/:user', (call) => setMember(world, requireGuild(call), call)],
    ['GET', '/guilds/:guild/channels', (call) => listChannels(world, requireGuild(call))],
    ['GET', '/channels/:channel/messages', (call) => listMessages(call)],
    ['GET', '/channels/:channel/thread-members', (call) => listThreadMembers(call)],
  ];
  return routes.map(([method, path, act]) => ({ method, path, act, auth: 'none' }));
}

function requireGuild(call: Call): Guild {
  const guild = call.world.guilds.get(call.params.guild!);
  if (!guild) throw refuse(10004);
  return guild;
}

function stateOf(parts: ControlParts) {
  const { world, gateway } = parts;
  let messages = 0;
  for (const log of world.messages.values()) messages += log.ids.length;
  return {
    bot: { id: world.bot_id, name: world.application.name, online: gateway.isOnline() },
    people: [...world.users.values()].filter((user) => user.part !== null),
    guilds: [...world.guilds.values()].map((guild) => ({
      id: guild.id,
      name: guild.name,
      available: guild.available,
      hasBot: guild.members.has(world.bot_id),
      members: guild.members.size,
      roles: [...guild.roles.values()].map(({ id, name }) => ({ id, name })),
      channels: listChannels(world, guild),
    })),
    commands: [...world.commands.values()].map(({ id, name, type, guild_id }) => ({
      id,
      name,
      type,
      guild_id,
    })),
    messages,
    uncovered: parts.uncovered(),
  };
}

function sessionsOf(gateway: Gateway) {
  return [...gateway.sessions.values()].map(({ id, shard, intents, seq, socket, leftAt, startedAt }) => ({
    id,
    shard,
    intents,
    seq,
    connected: socket !== null,
    leftAt,
    startedAt,
  }));
}

function listChannels(world: World, guild: Guild) {
  return [...channelsOf(world, guild), ...threadsOf(world, guild)].map((channel) =>
    channelObject(world, channel),
  );
}

/** All messages of a channel, oldest first. */
function listMessages(call: Call) {
  if (!call.world.channels.has(call.params.channel!)) throw refuse(10003);
  const { ids, byId } = messagesOf(call.world, call.params.channel!);
  return ids.map((id) => messageObject(call.world, byId.get(id)!));
}

/** Who is in a thread, by id, in the order in which they came. */
function listThreadMembers(call: Call) {
  const thread = call.world.channels.get(call.params.channel!)?.thread;
  if (!thread) throw refuse(10003);
  return [...thread.members.keys()];
}

function addBot(world: World, guild: Guild): void {
  if (guild.members.has(world.bot_id)) return;
  const role = [...guild.roles.values()].find(({ bot_id }) => bot_id === world.bot_id);
  const member = { id: world.bot_id, roles: role ? [role.id] : [] };
  addMember(world, guild, toMember(member, new Date().toISOString()));
}

/** An outage begins (GUILD_DELETE with `unavailable`) or ends (GUILD_CREATE). */
function setAvailable(world: World, guild: Guild, isAvailable: boolean): void {
  if (guild.available === isAvailable) return;
  guild.available = isAvailable;
  const where = { guild_id: guild.id, channel_id: null };
  if (isAvailable) world.publish({ t: 'GUILD_CREATE', d: guildCreate(world, guild, false), ...where });
  else world.publish({ t: 'GUILD_DELETE', d: { id: guild.id, unavailable: true }, ...where });
}

/** The owner hands the guild over to another member. */
function setOwner(world: World, guild: Guild, owner: string): void {
  if (!guild.members.has(owner)) throw refuse(10007);
  guild.owner_id = owner;
  world.onChange('structure');
  world.publish({ t: 'GUILD_UPDATE', d: guildObject(guild), guild_id: guild.id, channel_id: null });
}

/** Sets what only Discord itself would: pending, presence, activity, all roles at once. */
function setMember(world: World, guild: Guild, call: Call): void {
  const member = guild.members.get(call.params.user!);
  if (!member) throw refuse(10007);
  const { pending, presence, activity, roles } = call.body;
  Object.assign(
    member,
    Object.fromEntries(
      Object.entries({ pending, presence, activity, roles }).filter(([, value]) => value !== undefined),
    ),
  );
  publishMember(world, guild, member);
}
