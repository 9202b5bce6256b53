import { createHash } from 'node:crypto';
import type { APIEmbed, APIMessageTopLevelComponent } from 'discord-api-types/v10';
import type { Snowflake } from '../protocol.ts';
import { refuse } from '../rest/refusal.ts';
import { storeFile } from '../rest/validate/draft.ts';
import {
  addGuild,
  addPerson,
  toChannel,
  type ScenarioChannel,
  type ScenarioGuild,
  type ScenarioPerson,
} from '../scenario.ts';
import { guildCreate } from '../gateway/guild-create.ts';
import { publishChannel } from '../state/channels.ts';
import { publishThread } from '../state/threads.ts';
import { blankMessage, storeMessage } from '../state/messages.ts';
import { compareIds, timeOf } from '../state/snowflake.ts';
import type { Channel, State } from '../state/state.ts';

export interface RestoredChannel extends ScenarioChannel {
  guild_id: Snowflake;
  position?: number;
  /** For a thread (types 10–12): who is in it and how it stands. */
  members?: Snowflake[];
  owner?: Snowflake;
  archived?: boolean;
  locked?: boolean;
}

export interface RestoredMessage {
  id: Snowflake;
  channel_id: Snowflake;
  /** A user's id, or a webhook's face. */
  author: Snowflake | { webhook: { id: Snowflake; name: string; avatar_url?: string } };
  content?: string;
  /** Default: the moment of its id. */
  timestamp?: string;
  edited_timestamp?: string | null;
  embeds?: APIEmbed[];
  components?: APIMessageTopLevelComponent[];
  attachments?: {
    id?: Snowflake;
    filename: string;
    content_type: string;
    base64: string;
    description?: string;
  }[];
  reactions?: { emoji: string; users: Snowflake[] }[];
  reply_to?: Snowflake;
  mentions?: Snowflake[];
  pinned?: boolean;
}

export interface RestoredWebhook {
  id: Snowflake;
  channel_id: Snowflake;
  name: string;
  token?: string;
}

/** History and places to add, with the ids they had. What exists already is replaced. */
export interface Restore {
  users?: ScenarioPerson[];
  guilds?: ScenarioGuild[];
  channels?: RestoredChannel[];
  webhooks?: RestoredWebhook[];
  messages?: RestoredMessage[];
}

/** Adds history. Guilds and channels are announced to the bot; messages, being past, are not. Gives how many of each. */
export function restore(state: State, told: Restore): Record<keyof Restore, number> {
  for (const person of told.users ?? []) addPerson(state, person);
  for (const guild of told.guilds ?? []) announceGuild(state, guild);
  for (const channel of told.channels ?? []) restoreChannel(state, channel);
  for (const webhook of told.webhooks ?? []) restoreWebhook(state, webhook);
  for (const message of told.messages ?? []) restoreMessage(state, message);
  state.onChange('structure');
  state.publish({ t: 'SIMULATOR_RESTORED', d: null, guild_id: null, channel_id: null });
  const count = (list: unknown[] | undefined) => list?.length ?? 0;
  return {
    users: count(told.users),
    guilds: count(told.guilds),
    channels: count(told.channels),
    webhooks: count(told.webhooks),
    messages: count(told.messages),
  };
}

function announceGuild(state: State, told: ScenarioGuild): void {
  const guild = addGuild(state, told);
  if (told.bot === false) return;
  state.publish({
    t: 'GUILD_CREATE',
    d: guildCreate(state, guild, false),
    guild_id: guild.id,
    channel_id: null,
  });
}

function restoreChannel(state: State, told: RestoredChannel): void {
  const guild = state.guilds.get(told.guild_id);
  if (!guild) throw refuse(10004);
  const known = state.channels.get(told.id);
  const channel = toChannel(guild.id, told, told.position ?? guild.channel_ids.size);
  channel.last_message_id = known?.last_message_id ?? null;
  state.channels.set(channel.id, channel);
  state.seenId(channel.id);
  if (channel.type < 10 || channel.type > 12) {
    guild.channel_ids.add(channel.id);
    return publishChannel(state, known ? 'CHANNEL_UPDATE' : 'CHANNEL_CREATE', channel);
  }
  guild.thread_ids.add(channel.id);
  channel.thread = restoredThread(state, told, channel);
  publishThread(state, known ? 'THREAD_UPDATE' : 'THREAD_CREATE', channel);
}

function restoredThread(
  state: State,
  told: RestoredChannel,
  channel: Channel,
): NonNullable<Channel['thread']> {
  const created = new Date(timeOf(channel.id)).toISOString();
  const owner_id = told.owner ?? state.bot_id;
  return {
    owner_id,
    archived: told.archived ?? false,
    locked: told.locked ?? false,
    invitable: false,
    auto_archive_duration: 10_080,
    archive_timestamp: created,
    create_timestamp: created,
    message_count: 0,
    total_message_sent: 0,
    members: new Map([owner_id, ...(told.members ?? [])].map((id) => [id, created])),
  };
}

function restoreWebhook(state: State, told: RestoredWebhook): void {
  const channel = state.channels.get(told.channel_id);
  if (!channel?.guild_id) throw refuse(10003);
  state.seenId(told.id);
  state.webhooks.set(told.id, {
    id: told.id,
    type: 1,
    guild_id: channel.guild_id,
    channel_id: channel.id,
    name: told.name,
    avatar: null,
    token:
      told.token ??
      createHash('sha256').update(`${state.link_key}${told.id}`).digest('base64url').padEnd(68, '0'),
    user_id: state.bot_id,
    application_id: state.application.id,
  });
}

function restoreMessage(state: State, told: RestoredMessage): void {
  const channel = state.channels.get(told.channel_id);
  if (!channel) throw refuse(10003);
  state.seenId(told.id);
  const face = typeof told.author === 'string' ? null : told.author.webhook;
  const message = blankMessage({
    id: told.id,
    channel_id: channel.id,
    author_id: face?.id ?? (told.author as Snowflake),
    webhook: face
      ? {
          id: face.id,
          name: face.name,
          avatar: faceHash(state, face.avatar_url),
          application_id: state.application.id,
        }
      : null,
    type: told.reply_to ? 19 : 0,
    content: told.content ?? '',
    timestamp: told.timestamp ?? new Date(timeOf(told.id)).toISOString(),
    edited_timestamp: told.edited_timestamp ?? null,
    embeds: told.embeds ?? [],
    components: told.components ?? [],
    mentions: told.mentions ?? [],
    pinned: told.pinned ?? false,
    attachments: (told.attachments ?? []).map((file) => {
      const bytes = Buffer.from(file.base64, 'base64');
      return storeFile(
        state,
        { key: '', filename: file.filename, content_type: file.content_type, bytes },
        file.filename,
        file.description ?? null,
        file.id,
      );
    }),
    reactions: (told.reactions ?? []).map(({ emoji, users }) => ({
      emoji: { id: null, name: emoji },
      users,
    })),
    reference: told.reply_to
      ? { channel_id: channel.id, message_id: told.reply_to, guild_id: channel.guild_id }
      : null,
  });
  storeMessage(state, message);
  if (!channel.last_message_id || compareIds(channel.last_message_id, told.id) < 0)
    channel.last_message_id = told.id;
  if (channel.thread) channel.thread.total_message_sent = channel.thread.message_count += 1;
}

function faceHash(state: State, url: string | undefined): string | null {
  if (!url) return null;
  const hash = createHash('md5').update(url).digest('hex');
  state.avatars.set(hash, url);
  return hash;
}
