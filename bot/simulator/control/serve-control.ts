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
import type { Guild, State } from '../state/state.ts';
import type { Fault, Faults } from './faults.ts';
import type { RequestLog } from './request-log.ts';
import { restore, type Restore } from './restore.ts';

export interface ControlParts {
  state: State;
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
      const call = { state: parts.state, params: found.params, query: url.searchParams, ...read } as Call;
      const result = await found.route.act(call);
      send(response, result === undefined ? 204 : 200, result);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      send(response, error.status, error.body);
    }
  };
}

function controlRoutes(parts: ControlParts): Route[] {
  const { state, gateway, faults, log, rateLimits } = parts;
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
    ['GET', '/settings', () => state.settings],
    [
      'PATCH',
      '/settings',
      (call) => (changeSettings(state.settings, call.body as SettingsChange), state.settings),
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
    ['POST', '/links/expire', () => void (state.link_key = randomBytes(32).toString('hex'))],
    ['POST', '/restore', (call) => restore(state, call.body as Restore)],
    ['POST', '/guilds/:guild/bot', (call) => addBot(state, requireGuild(call))],
    ['DELETE', '/guilds/:guild/bot', (call) => removeMember(state, requireGuild(call), state.bot_id)],
    [
      'PATCH',
      '/guilds/:guild',
      (call) => {
        const { available, owner } = call.body;
        if (typeof available === 'boolean') setAvailable(state, requireGuild(call), available);
        if (typeof owner === 'string') setOwner(state, requireGuild(call), owner);
      },
    ],
    ['PATCH', '/users/:user', (call) => setLocale(state, call)],
    ['PATCH', '/guilds/:guild/members/:user', (call) => setMember(state, requireGuild(call), call)],
    ['GET', '/guilds/:guild/channels', (call) => listChannels(state, requireGuild(call))],
    ['GET', '/channels/:channel/messages', (call) => listMessages(call)],
    ['GET', '/channels/:channel/thread-members', (call) => listThreadMembers(call)],
  ];
  return routes.map(([method, path, act]) => ({ method, path, act, auth: 'none' }));
}

function requireGuild(call: Call): Guild {
  const guild = call.state.guilds.get(call.params.guild!);
  if (!guild) throw refuse(10004);
  return guild;
}

function stateOf(parts: ControlParts) {
  const { state, gateway } = parts;
  let messages = 0;
  for (const log of state.messages.values()) messages += log.ids.length;
  return {
    bot: { id: state.bot_id, name: state.application.name, online: gateway.isOnline() },
    people: [...state.users.values()].filter((user) => user.part !== null),
    guilds: [...state.guilds.values()].map((guild) => ({
      id: guild.id,
      name: guild.name,
      available: guild.available,
      hasBot: guild.members.has(state.bot_id),
      members: guild.members.size,
      roles: [...guild.roles.values()].map(({ id, name }) => ({ id, name })),
      channels: listChannels(state, guild),
    })),
    commands: [...state.commands.values()].map(({ id, name, type, guild_id }) => ({
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

function listChannels(state: State, guild: Guild) {
  return [...channelsOf(state, guild), ...threadsOf(state, guild)].map((channel) =>
    channelObject(state, channel),
  );
}

/** All messages of a channel, oldest first. */
function listMessages(call: Call) {
  if (!call.state.channels.has(call.params.channel!)) throw refuse(10003);
  const { ids, byId } = messagesOf(call.state, call.params.channel!);
  return ids.map((id) => messageObject(call.state, byId.get(id)!));
}

/** Who is in a thread, by id, in the order in which they came. */
function listThreadMembers(call: Call) {
  const thread = call.state.channels.get(call.params.channel!)?.thread;
  if (!thread) throw refuse(10003);
  return [...thread.members.keys()];
}

function addBot(state: State, guild: Guild): void {
  if (guild.members.has(state.bot_id)) return;
  const role = [...guild.roles.values()].find(({ bot_id }) => bot_id === state.bot_id);
  const member = { id: state.bot_id, roles: role ? [role.id] : [] };
  addMember(state, guild, toMember(member, new Date().toISOString()));
}

/** An outage begins (GUILD_DELETE with `unavailable`) or ends (GUILD_CREATE). */
function setAvailable(state: State, guild: Guild, isAvailable: boolean): void {
  if (guild.available === isAvailable) return;
  guild.available = isAvailable;
  const where = { guild_id: guild.id, channel_id: null };
  if (isAvailable) state.publish({ t: 'GUILD_CREATE', d: guildCreate(state, guild, false), ...where });
  else state.publish({ t: 'GUILD_DELETE', d: { id: guild.id, unavailable: true }, ...where });
}

/** The owner hands the guild over to another member. */
function setOwner(state: State, guild: Guild, owner: string): void {
  if (!guild.members.has(owner)) throw refuse(10007);
  guild.owner_id = owner;
  state.onChange('structure');
  state.publish({ t: 'GUILD_UPDATE', d: guildObject(guild), guild_id: guild.id, channel_id: null });
}

/** Discord tells bots of it in the next interaction alone. */
function setLocale(state: State, call: Call): void {
  const user = state.users.get(call.params.user!);
  if (!user) throw refuse(10013);
  user.locale = String(call.body.locale);
  state.onChange('structure');
}

/** Sets what only Discord itself would: pending, presence, activity, all roles at once. */
function setMember(state: State, guild: Guild, call: Call): void {
  const member = guild.members.get(call.params.user!);
  if (!member) throw refuse(10007);
  const { pending, presence, activity, roles } = call.body;
  Object.assign(
    member,
    Object.fromEntries(
      Object.entries({ pending, presence, activity, roles }).filter(([, value]) => value !== undefined),
    ),
  );
  publishMember(state, guild, member);
}
