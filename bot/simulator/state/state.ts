import type { APIApplicationCommand, APIEmbed, APIMessageTopLevelComponent } from 'discord-api-types/v10';
import type { DemoPart, PresenceStatus, Snowflake } from '../protocol.ts';
import type { Settings } from '../settings.ts';
import { createSnowflakes } from './snowflake.ts';

/*
 * Everything the simulated Discord knows. Plain data in maps, so that a snapshot is a walk over it; what is only true
 * while the process lives (sockets, interactions, rate limits) is kept by the parts that own it.
 */

export interface User {
  id: Snowflake;
  username: string;
  global_name: string | null;
  avatar: string | null;
  bot: boolean;
  email: string | null;
  /** Of their client; en-US unless they chose another. */
  locale?: string;
  /** Set for those whom a window can be. */
  part: DemoPart | null;
}

export interface Role {
  id: Snowflake;
  name: string;
  color: number;
  hoist: boolean;
  position: number;
  permissions: string;
  managed: boolean;
  mentionable: boolean;
  bot_id: Snowflake | null;
}

export interface Member {
  user_id: Snowflake;
  nick: string | null;
  roles: Snowflake[];
  joined_at: string;
  pending: boolean;
  presence: PresenceStatus;
  activity: string | null;
  voice_channel_id: Snowflake | null;
  communication_disabled_until: string | null;
}

export interface Overwrite {
  id: Snowflake;
  type: 0 | 1;
  allow: string;
  deny: string;
}

export interface Thread {
  owner_id: Snowflake;
  archived: boolean;
  locked: boolean;
  invitable: boolean;
  auto_archive_duration: number;
  archive_timestamp: string;
  create_timestamp: string;
  message_count: number;
  total_message_sent: number;
  /** user id → joined at */
  members: Map<Snowflake, string>;
}

export interface Channel {
  id: Snowflake;
  /** Null for a direct message. */
  guild_id: Snowflake | null;
  type: number;
  name: string;
  topic: string | null;
  parent_id: Snowflake | null;
  position: number;
  overwrites: Overwrite[];
  nsfw: boolean;
  rate_limit_per_user: number;
  last_message_id: Snowflake | null;
  last_pin_timestamp: string | null;
  thread: Thread | null;
  /** Of a direct message: both. */
  recipient_ids: Snowflake[];
}

export interface Attachment {
  id: Snowflake;
  filename: string;
  title: string | null;
  description: string | null;
  content_type: string;
  size: number;
  width: number | null;
  height: number | null;
  spoiler: boolean;
}

export interface Reaction {
  emoji: { id: Snowflake | null; name: string };
  users: Snowflake[];
}

export interface Message {
  id: Snowflake;
  channel_id: Snowflake;
  /** A user's id; or the webhook's. */
  author_id: Snowflake;
  /** The face a webhook put on for this message. */
  webhook: { id: Snowflake; name: string; avatar: string | null; application_id: Snowflake | null } | null;
  type: number;
  content: string;
  timestamp: string;
  edited_timestamp: string | null;
  flags: number;
  tts: boolean;
  pinned: boolean;
  embeds: APIEmbed[];
  components: APIMessageTopLevelComponent[];
  attachments: Attachment[];
  reactions: Reaction[];
  mentions: Snowflake[];
  mention_roles: Snowflake[];
  mention_everyone: boolean;
  reference: { channel_id: Snowflake; message_id: Snowflake; guild_id: Snowflake | null } | null;
  nonce: string | number | null;
  interaction: {
    id: Snowflake;
    type: number;
    user_id: Snowflake;
    name: string | null;
    original_response_message_id: Snowflake | null;
  } | null;
  /** A thread was started from it. */
  thread_id: Snowflake | null;
}

export interface Webhook {
  id: Snowflake;
  type: 1;
  guild_id: Snowflake;
  channel_id: Snowflake;
  name: string;
  avatar: string | null;
  token: string;
  user_id: Snowflake;
  application_id: Snowflake | null;
}

export interface AuditLogEntry {
  id: Snowflake;
  user_id: Snowflake;
  target_id: Snowflake | null;
  action_type: number;
  reason: string | null;
  changes: { key: string; old_value?: unknown; new_value?: unknown }[];
  options: Record<string, string> | null;
}

export interface Guild {
  id: Snowflake;
  name: string;
  icon: string | null;
  owner_id: Snowflake;
  description: string | null;
  preferred_locale: string;
  /** False while it is in an outage. */
  available: boolean;
  roles: Map<Snowflake, Role>;
  members: Map<Snowflake, Member>;
  channel_ids: Set<Snowflake>;
  thread_ids: Set<Snowflake>;
  emojis: Map<Snowflake, { id: Snowflake; name: string; animated: boolean }>;
  audit_log: AuditLogEntry[];
  /** A full GUILD_CREATE has this; Discord's own number, bots included. */
  joined_at: string;
}

/** Messages of one channel: `ids` ascending beside the map, so a page is a binary search and a slice. */
export interface ChannelMessages {
  ids: Snowflake[];
  byId: Map<Snowflake, Message>;
  pins: Set<Snowflake>;
}

export interface OAuthGrant {
  user_id: Snowflake;
  scopes: string[];
  expires_at: number;
}

/** What happened, for listeners: Discord's own event name and data, and where it happened. */
export interface StateEvent {
  t: string;
  d: unknown;
  guild_id: Snowflake | null;
  channel_id: Snowflake | null;
  /** The message meant by MESSAGE_CREATE and MESSAGE_UPDATE. */
  message?: Message;
  /** Of whom it tells: TYPING_START, members, reactions. */
  user_id?: Snowflake;
}

export interface State {
  settings: Settings;
  /** Addresses of this simulator, known once it listens. */
  origin: string;
  application: { id: Snowflake; name: string; description: string };
  bot_id: Snowflake;
  bot_token: string;
  client_secret: string;
  users: Map<Snowflake, User>;
  guilds: Map<Snowflake, Guild>;
  channels: Map<Snowflake, Channel>;
  messages: Map<Snowflake, ChannelMessages>;
  webhooks: Map<Snowflake, Webhook>;
  commands: Map<Snowflake, APIApplicationCommand>;
  /** Addresses that a webhook's message gave for its picture, by the hash they were given. */
  avatars: Map<string, string>;
  oauth: { access: Map<string, OAuthGrant>; refresh: Map<string, OAuthGrant> };
  /** When the bot identified in the last day (ms since 1970), newest last. */
  identifies: number[];
  /** Signs attachment addresses; a new one ends all earlier addresses. */
  link_key: string;
  /** Bytes of attachments, by id; kept by the file store. */
  files: FileStore;
  nextId(): Snowflake;
  seenId(id: Snowflake): void;
  publish(event: StateEvent): void;
  listeners: Set<(event: StateEvent) => void>;
  /** Told that something changed which a snapshot holds. */
  onChange(change: 'structure' | Message | { removed: Snowflake; channel_id: Snowflake }): void;
}

export interface StoredFile {
  bytes: Buffer;
  content_type: string;
}

export interface FileStore {
  put(id: Snowflake, file: StoredFile): void;
  get(id: Snowflake): StoredFile | null;
}

/** An empty state. */
export function createState(settings: Settings, files: FileStore): State {
  const ids = createSnowflakes();
  const state: State = {
    settings,
    origin: '',
    application: { id: '', name: '', description: '' },
    bot_id: '',
    bot_token: '',
    client_secret: '',
    users: new Map(),
    guilds: new Map(),
    channels: new Map(),
    messages: new Map(),
    webhooks: new Map(),
    commands: new Map(),
    avatars: new Map(),
    oauth: { access: new Map(), refresh: new Map() },
    identifies: [],
    link_key: '',
    files,
    nextId: ids.next,
    seenId: ids.seen,
    publish(event) {
      for (const listener of state.listeners) listener(event);
    },
    listeners: new Set(),
    onChange() {},
  };
  return state;
}
