import type { APIChannel, APIMessage, APIOverwrite } from 'discord-api-types/v10';
import { ask, until, withFiles, type FileToSend } from './control/ask.ts';
import type { Fault } from './control/faults.ts';
import type { LoggedRequest } from './control/request-log.ts';
import type { Restore } from './control/restore.ts';
import type {
  ChannelView,
  InteractionOutcome,
  MessageView,
  ModalView,
  PersonView,
  PresenceStatus,
  RoleView,
  Snowflake,
} from './protocol.ts';
import type { Settings, SettingsChange } from './settings.ts';

export { DiscordRefusal } from './control/ask.ts';
export type { FileToSend, Fault, LoggedRequest, Restore };

type Where = { as: Snowflake; in: Snowflake };
type Values = Record<string, string | string[] | boolean>;

export interface SessionInfo {
  id: string;
  shard: [number, number];
  intents: number;
  seq: number;
  connected: boolean;
  leftAt: number | null;
  startedAt: string;
}

/** Op 8 (events/gateway-events: Request Guild Members). */
export interface MemberRequest {
  guild_id: Snowflake;
  user_ids?: Snowflake | Snowflake[];
  query?: string;
  limit?: number;
}

export interface StateInfo {
  bot: { id: Snowflake; name: string; online: boolean };
  people: { id: Snowflake; username: string; global_name: string; part: string }[];
  guilds: {
    id: Snowflake;
    name: string;
    available: boolean;
    hasBot: boolean;
    members: number;
    roles: { id: Snowflake; name: string }[];
    channels: APIChannel[];
  }[];
  commands: { id: Snowflake; name: string; type: number; guild_id?: Snowflake }[];
  messages: number;
  uncovered: string[];
}

export type Control = ReturnType<typeof connectControl>;

/**
 * Everything that people do in Discord, and everything that can go wrong with it, from outside.
 * Every verb gives what Discord would show; a refusal throws `DiscordRefusal` with Discord's code.
 * @param controlUrl such as `http://127.0.0.1:4400/control`
 */
export function connectControl(controlUrl: string) {
  const origin = controlUrl.replace(/\/control\/?$/, '');
  const control = <T = void>(method: string, path: string, body?: unknown) =>
    ask<T>(`${origin}/control${path}`, method, body);
  const client = <T = void>(as: Snowflake, method: string, path: string, body?: unknown) =>
    ask<T>(`${origin}/client${path}${path.includes('?') ? '&' : '?'}as=${as}`, method, body);
  const interact = (as: Snowflake, kind: string, body: unknown) =>
    client<InteractionOutcome>(as, 'POST', `/interactions/${kind}?wait=1`, body);

  return {
    // ——— people ———
    people: () => ask<PersonView[]>(`${origin}/client/people`, 'GET'),
    /** Writes a message. */
    say: (what: Where & { text?: string; files?: FileToSend[]; replyTo?: Snowflake; nonce?: string }) => {
      const body = { content: what.text ?? '', reply_to: what.replyTo, nonce: what.nonce };
      return client<MessageView>(
        what.as,
        'POST',
        `/channels/${what.in}/messages`,
        what.files ? withFiles(body, what.files, (n) => `files[${n}]`) : body,
      );
    },
    edit: (what: Where & { message: Snowflake; text: string }) =>
      client<MessageView>(what.as, 'PATCH', `/channels/${what.in}/messages/${what.message}`, {
        content: what.text,
      }),
    remove: (what: Where & { message: Snowflake }) =>
      client(what.as, 'DELETE', `/channels/${what.in}/messages/${what.message}`),
    react: (what: Where & { message: Snowflake; emoji: string }) =>
      client(what.as, 'PUT', reactionPath(what)),
    unreact: (what: Where & { message: Snowflake; emoji: string }) =>
      client(what.as, 'DELETE', reactionPath(what)),
    pin: (what: Where & { message: Snowflake }) =>
      client(what.as, 'PUT', `/channels/${what.in}/pins/${what.message}`),
    unpin: (what: Where & { message: Snowflake }) =>
      client(what.as, 'DELETE', `/channels/${what.in}/pins/${what.message}`),
    type: (what: Where) => client(what.as, 'POST', `/channels/${what.in}/typing`),
    /** What a person reads in a channel, newest first, up to 100. */
    read: (what: Where & { before?: Snowflake; after?: Snowflake; limit?: number }) =>
      client<MessageView[]>(
        what.as,
        'GET',
        `/channels/${what.in}/messages?${query({ before: what.before, after: what.after, limit: what.limit ?? 100 })}`,
      ),

    // ——— interactions: each waits for the bot's first answer, or for its failure after Discord's 3 s ———
    /** Presses a button. */
    press: (what: Where & { message: Snowflake; customId: string }) =>
      interact(what.as, 'component', {
        channel_id: what.in,
        message_id: what.message,
        custom_id: what.customId,
      }),
    /** Chooses in a select menu. */
    choose: (what: Where & { message: Snowflake; customId: string; values: string[] }) =>
      interact(what.as, 'component', {
        channel_id: what.in,
        message_id: what.message,
        custom_id: what.customId,
        values: what.values,
      }),
    /** Sends the modal that `interaction` opened; `files` by the custom id of their field. */
    submit: (what: {
      as: Snowflake;
      interaction: Snowflake;
      values: Values;
      files?: Record<string, FileToSend[]>;
    }) => {
      const body = { interaction_id: what.interaction, values: what.values };
      const files = Object.entries(what.files ?? {}).flatMap(([field, list]) =>
        list.map((file) => ({ ...file, field })),
      );
      return interact(
        what.as,
        'modal',
        files.length > 0 ? withFiles(body, files, (n) => files[n]!.field) : body,
      );
    },
    /** Runs a slash command: `ticket`, or with subcommands `ticket close`. */
    command: (
      what: Where & { guild: Snowflake; name: string; options?: Record<string, string | number | boolean> },
    ) =>
      interact(what.as, 'command', {
        guild_id: what.guild,
        channel_id: what.in,
        name: what.name,
        options: what.options,
      }),
    autocomplete: (
      what: Where & {
        guild: Snowflake;
        name: string;
        options: Record<string, string | number | boolean>;
        focused: string;
      },
    ) =>
      interact(what.as, 'autocomplete', {
        guild_id: what.guild,
        channel_id: what.in,
        name: what.name,
        options: what.options,
        focused: what.focused,
      }),
    /** Runs a command of a message's or a user's context menu. */
    context: (what: Where & { guild: Snowflake; name: string; target: Snowflake }) =>
      interact(what.as, 'context', {
        guild_id: what.guild,
        channel_id: what.in,
        name: what.name,
        target_id: what.target,
      }),
    /** The modal on this person's screen; waits up to `ms` for one. */
    nextModal: (as: Snowflake, ms = 5000) =>
      until(ms, `no modal for ${as}`, async () => (await client<ModalView[]>(as, 'GET', '/modals')).at(-1)),
    /** Ephemeral messages on this person's screen, oldest first. */
    ephemerals: (as: Snowflake) => client<MessageView[]>(as, 'GET', '/ephemerals'),
    dismiss: (what: { as: Snowflake; message: Snowflake }) =>
      client(what.as, 'DELETE', `/ephemeral/${what.message}`),

    // ——— members, roles, channels: by a person, with their rights ———
    giveRole: (what: { as: Snowflake; guild: Snowflake; to: Snowflake; role: Snowflake }) =>
      client(what.as, 'PUT', `/guilds/${what.guild}/members/${what.to}/roles/${what.role}`),
    takeRole: (what: { as: Snowflake; guild: Snowflake; from: Snowflake; role: Snowflake }) =>
      client(what.as, 'DELETE', `/guilds/${what.guild}/members/${what.from}/roles/${what.role}`),
    createRole: (what: {
      as: Snowflake;
      guild: Snowflake;
      name: string;
      color?: number;
      permissions?: string;
    }) =>
      client<RoleView>(what.as, 'POST', `/guilds/${what.guild}/roles`, {
        name: what.name,
        color: what.color,
        permissions: what.permissions,
      }),
    changeRole: (what: {
      as: Snowflake;
      guild: Snowflake;
      role: Snowflake;
      name?: string;
      color?: number;
      permissions?: string;
    }) =>
      client<RoleView>(what.as, 'PATCH', `/guilds/${what.guild}/roles/${what.role}`, {
        name: what.name,
        color: what.color,
        permissions: what.permissions,
      }),
    deleteRole: (what: { as: Snowflake; guild: Snowflake; role: Snowflake }) =>
      client(what.as, 'DELETE', `/guilds/${what.guild}/roles/${what.role}`),
    kick: (what: { as: Snowflake; guild: Snowflake; member: Snowflake }) =>
      client(what.as, 'DELETE', `/guilds/${what.guild}/members/${what.member}`),
    join: (what: { as: Snowflake; guild: Snowflake }) =>
      client(what.as, 'PUT', `/guilds/${what.guild}/members/${what.as}`),
    leave: (what: { as: Snowflake; guild: Snowflake }) =>
      client(what.as, 'DELETE', `/guilds/${what.guild}/members/${what.as}`),
    rename: (what: { as: Snowflake; guild: Snowflake; member: Snowflake; nick: string | null }) =>
      client(what.as, 'PATCH', `/guilds/${what.guild}/members/${what.member}`, { nick: what.nick }),
    createChannel: (what: {
      as: Snowflake;
      guild: Snowflake;
      name: string;
      type?: number;
      parent?: Snowflake;
    }) =>
      client<ChannelView>(what.as, 'POST', `/guilds/${what.guild}/channels`, {
        name: what.name,
        type: what.type,
        parent_id: what.parent,
      }),
    changeChannel: (
      what: Where & {
        name?: string;
        topic?: string;
        archived?: boolean;
        locked?: boolean;
        parent_id?: Snowflake | null;
        /** All that the channel has from now on. */
        permission_overwrites?: APIOverwrite[];
      },
    ) => {
      const { as, in: channel, ...fields } = what;
      return client<ChannelView>(as, 'PATCH', `/channels/${channel}`, fields);
    },
    deleteChannel: (what: Where) => client(what.as, 'DELETE', `/channels/${what.in}`),
    addToThread: (what: Where & { member: Snowflake }) =>
      client(what.as, 'PUT', `/channels/${what.in}/thread-members/${what.member}`),
    leaveThread: (what: Where) => client(what.as, 'DELETE', `/channels/${what.in}/thread-members/@me`),

    // ——— looking inside, with nobody's eyes ———
    /** All messages of a channel, oldest first. */
    messages: (channel: Snowflake) => control<APIMessage[]>('GET', `/channels/${channel}/messages`),
    /** Who is in a thread, the bot too, in the order in which they came. */
    threadMembers: (thread: Snowflake) => control<Snowflake[]>('GET', `/channels/${thread}/thread-members`),
    /** All channels and threads of a guild. */
    channels: (guild: Snowflake) => control<APIChannel[]>('GET', `/guilds/${guild}/channels`),
    state: () => control<StateInfo>('GET', '/state'),
    sessions: () => control<SessionInfo[]>('GET', '/sessions'),
    /** The bot's REST requests, oldest first; `after` the number of one. */
    requests: (after = 0) => control<LoggedRequest[]>('GET', `/requests?after=${after}`),
    clearRequests: () => control('DELETE', '/requests'),
    uncovered: () => control<string[]>('GET', '/uncovered'),
    /** Waits until the bot is (or is not) connected. */
    waitForBot: (isOnline = true, ms = 15_000) =>
      until(ms, `the bot is not ${isOnline ? 'online' : 'offline'}`, async () =>
        (await control<StateInfo>('GET', '/state')).bot.online === isOnline ? true : undefined,
      ),

    // ——— faults and scripting ———
    /** Cuts the bot's connections: without a close frame, or with a close code. */
    dropGateway: (code?: number) => control('POST', '/gateway/drop', { code }),
    /** Op 7. */
    askReconnect: () => control('POST', '/gateway/reconnect'),
    /** Op 9. */
    invalidateSession: (resumable: boolean) => control('POST', '/gateway/invalidate', { resumable }),
    /** Holds back all gateway frames until `releaseGateway`. */
    holdGateway: () => control('POST', '/gateway/hold'),
    releaseGateway: () => control('POST', '/gateway/release'),
    /** What the bot asked the gateway for members (op 8), oldest first. */
    memberRequests: () => control<MemberRequest[]>('GET', '/gateway/member-requests'),
    /** The next requests that match go wrong. */
    failNext: (fault: Fault) => control('POST', '/faults', fault),
    clearFaults: () => control('DELETE', '/faults'),
    /** Every request of a bucket (or 'global') is answered 429 for `ms`. */
    forceRateLimit: (bucket: string, ms: number) => control('POST', '/rate-limits/force', { bucket, ms }),
    clearRateLimits: () => control('DELETE', '/rate-limits'),
    /** All attachment addresses given out so far end. */
    expireLinks: () => control('POST', '/links/expire'),
    settings: () => control<Settings>('GET', '/settings'),
    changeSettings: (change: SettingsChange) => control<Settings>('PATCH', '/settings', change),
    restore: (what: Restore) => control<Record<keyof Restore, number>>('POST', '/restore', what),
    addBot: (guild: Snowflake) => control('POST', `/guilds/${guild}/bot`),
    removeBot: (guild: Snowflake) => control('DELETE', `/guilds/${guild}/bot`),
    /** An outage of a guild begins (`false`) or ends. */
    setAvailable: (guild: Snowflake, available: boolean) =>
      control('PATCH', `/guilds/${guild}`, { available }),
    /** The owner hands the guild over, which they alone can do and no bot. */
    setOwner: (guild: Snowflake, owner: Snowflake) => control('PATCH', `/guilds/${guild}`, { owner }),
    /** A person chooses another language for their client, as Discord names it ('de', 'en-US', 'fr'). */
    setLocale: (user: Snowflake, locale: string) => control('PATCH', `/users/${user}`, { locale }),
    /** Sets what no person can: whether a member is pending, presence, all roles at once. */
    setMember: (
      guild: Snowflake,
      member: Snowflake,
      fields: { pending?: boolean; presence?: PresenceStatus; activity?: string | null; roles?: Snowflake[] },
    ) => control('PATCH', `/guilds/${guild}/members/${member}`, fields),
  };
}

function reactionPath(what: { in: Snowflake; message: Snowflake; emoji: string }): string {
  return `/channels/${what.in}/messages/${what.message}/reactions/${encodeURIComponent(what.emoji)}`;
}

function query(values: Record<string, string | number | undefined>): string {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  return new URLSearchParams(given.map(([key, value]): [string, string] => [key, String(value)])).toString();
}
