import { createHash, randomBytes } from 'node:crypto';
import { PermissionFlagsBits as P } from 'discord-api-types/v10';
import type { DemoPart, PresenceStatus, Snowflake } from './protocol.ts';
import type { Channel, Guild, Overwrite, State } from './state/state.ts';

/*
 * What a simulated Discord begins with: who is there, in which guilds, with which roles and channels. Tests write their own
 * in ten lines.
 */

export type PermissionName = keyof typeof P;

export interface ScenarioPerson {
  id: Snowflake;
  username: string;
  name?: string;
  part?: DemoPart;
  email?: string;
  /** The language of their client, as Discord names it. */
  locale?: string;
}

export interface ScenarioRole {
  id: Snowflake;
  name: string;
  /** '#rrggbb' */
  color?: string;
  hoist?: boolean;
  mentionable?: boolean;
  permissions?: PermissionName[];
  /** The bot's own role: managed, given to the bot. */
  ofBot?: boolean;
}

export interface ScenarioOverwrite {
  /** Role or user id; the guild's id is @everyone. */
  id: Snowflake;
  type: 'role' | 'member';
  allow?: PermissionName[];
  deny?: PermissionName[];
}

export interface ScenarioChannel {
  id: Snowflake;
  name: string;
  /** 0 text (default), 2 voice, 4 category, 5 announcement. */
  type?: number;
  topic?: string;
  parent?: Snowflake;
  overwrites?: ScenarioOverwrite[];
  slowmode?: number;
}

export interface ScenarioMember {
  id: Snowflake;
  roles?: Snowflake[];
  nick?: string;
  presence?: PresenceStatus;
  activity?: string;
  voice?: Snowflake;
  pending?: boolean;
  joined_at?: string;
}

export interface ScenarioGuild {
  id: Snowflake;
  name: string;
  owner: Snowflake;
  /** Is the bot a member? Default true. */
  bot?: boolean;
  /** What @everyone may do. Default: Discord's own default for a new guild. */
  everyone?: PermissionName[];
  /** Lowest first. */
  roles?: ScenarioRole[];
  /** In their order. */
  channels?: ScenarioChannel[];
  members?: ScenarioMember[];
}

export interface Scenario {
  bot: { id: Snowflake; name: string; token?: string; clientSecret?: string; description?: string };
  people: ScenarioPerson[];
  guilds: ScenarioGuild[];
}

/** What a new guild gives everybody (the part of it that matters for text, threads and voice). */
export const EVERYONE: PermissionName[] = [
  'ViewChannel',
  'SendMessages',
  'EmbedLinks',
  'AttachFiles',
  'ReadMessageHistory',
  'AddReactions',
  'UseExternalEmojis',
  'UseApplicationCommands',
  'CreatePublicThreads',
  'CreatePrivateThreads',
  'SendMessagesInThreads',
  'CreateInstantInvite',
  'ChangeNickname',
  'Connect',
  'Speak',
];

/** Puts a scenario into an empty state. */
export function loadScenario(state: State, scenario: Scenario): void {
  const { bot } = scenario;
  state.application = { id: bot.id, name: bot.name, description: bot.description ?? '' };
  state.bot_id = bot.id;
  state.bot_token = bot.token ?? `${Buffer.from(bot.id).toString('base64url')}.simulated.${'0'.repeat(27)}`;
  state.client_secret = bot.clientSecret ?? 'simulated-client-secret';
  state.link_key = randomBytes(32).toString('hex');
  state.users.set(bot.id, {
    id: bot.id,
    username: bot.name,
    global_name: null,
    avatar: avatarHash(bot.id),
    bot: true,
    email: null,
    part: null,
  });
  for (const person of scenario.people) addPerson(state, person);
  for (const guild of scenario.guilds) addGuild(state, guild);
  state.onChange('structure');
}

export function addPerson(state: State, person: ScenarioPerson): void {
  state.users.set(person.id, {
    id: person.id,
    username: person.username,
    global_name: person.name ?? person.username,
    avatar: avatarHash(person.id),
    bot: false,
    email: person.email ?? `${person.username}@people.example`,
    part: person.part ?? 'requester',
    ...(person.locale ? { locale: person.locale } : {}),
  });
}

export function addGuild(state: State, told: ScenarioGuild): Guild {
  const joined = new Date(Date.now() - 86_400_000).toISOString();
  const guild: Guild = {
    id: told.id,
    name: told.name,
    icon: null,
    owner_id: told.owner,
    description: null,
    preferred_locale: 'en-US',
    available: true,
    roles: new Map(),
    members: new Map(),
    channel_ids: new Set(),
    thread_ids: new Set(),
    emojis: new Map(),
    audit_log: [],
    joined_at: joined,
  };
  addRoles(state, guild, told);
  for (const [position, channel] of (told.channels ?? []).entries()) {
    state.channels.set(channel.id, toChannel(guild.id, channel, position));
    guild.channel_ids.add(channel.id);
  }
  const members: ScenarioMember[] = [...(told.members ?? [])];
  if (told.bot !== false) members.push({ id: state.bot_id, roles: botRoles(told) });
  if (!members.some(({ id }) => id === told.owner)) members.push({ id: told.owner });
  for (const member of members) guild.members.set(member.id, toMember(member, joined));
  state.guilds.set(guild.id, guild);
  return guild;
}

export function toMember(member: ScenarioMember, joined: string) {
  return {
    user_id: member.id,
    nick: member.nick ?? null,
    roles: member.roles ?? [],
    joined_at: member.joined_at ?? joined,
    pending: member.pending ?? false,
    presence: member.presence ?? ('online' as const),
    activity: member.activity ?? null,
    voice_channel_id: member.voice ?? null,
    communication_disabled_until: null,
  };
}

export function toChannel(guildId: Snowflake, channel: ScenarioChannel, position: number): Channel {
  return {
    id: channel.id,
    guild_id: guildId,
    type: channel.type ?? 0,
    name: channel.name,
    topic: channel.topic ?? null,
    parent_id: channel.parent ?? null,
    position,
    overwrites: (channel.overwrites ?? []).map(toOverwrite),
    nsfw: false,
    rate_limit_per_user: channel.slowmode ?? 0,
    last_message_id: null,
    last_pin_timestamp: null,
    thread: null,
    recipient_ids: [],
  };
}

/** Names of permissions as Discord's decimal string. */
export function permissionBits(names: PermissionName[]): string {
  return names.reduce((all, name) => all | P[name], 0n).toString();
}

/** A made-up hash of the right form; the CDN draws the picture from the id. */
export function avatarHash(id: string): string {
  return createHash('md5').update(id).digest('hex');
}

function addRoles(state: State, guild: Guild, told: ScenarioGuild): void {
  const plain = { color: 0, hoist: false, managed: false, mentionable: false, bot_id: null };
  const everyone = permissionBits(told.everyone ?? EVERYONE);
  guild.roles.set(guild.id, {
    ...plain,
    id: guild.id,
    name: '@everyone',
    position: 0,
    permissions: everyone,
  });
  for (const [index, role] of (told.roles ?? []).entries()) {
    guild.roles.set(role.id, {
      ...plain,
      id: role.id,
      name: role.name,
      color: role.color ? parseInt(role.color.slice(1), 16) : 0,
      hoist: role.hoist ?? false,
      mentionable: role.mentionable ?? false,
      managed: role.ofBot ?? false,
      bot_id: role.ofBot ? state.bot_id : null,
      position: index + 1,
      permissions: permissionBits(role.permissions ?? []),
    });
  }
}

function botRoles(told: ScenarioGuild): Snowflake[] {
  return (told.roles ?? []).filter((role) => role.ofBot).map((role) => role.id);
}

function toOverwrite(told: ScenarioOverwrite): Overwrite {
  return {
    id: told.id,
    type: told.type === 'role' ? 0 : 1,
    allow: permissionBits(told.allow ?? []),
    deny: permissionBits(told.deny ?? []),
  };
}
