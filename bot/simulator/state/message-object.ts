import type { APIMessage } from 'discord-api-types/v10';
import { signLink } from '../cdn/sign-link.ts';
import type { Snowflake } from '../protocol.ts';
import { memberObject, userById } from './objects.ts';
import type { Attachment, Message, State } from './state.ts';

/** A message as REST shows it to `viewer`; attachment addresses are signed again. */
export function messageObject(state: State, message: Message, viewer?: Snowflake, depth = 0): APIMessage {
  const reference = message.reference;
  const object = {
    id: message.id,
    channel_id: message.channel_id,
    author: author(state, message),
    content: message.content,
    timestamp: message.timestamp,
    edited_timestamp: message.edited_timestamp,
    tts: message.tts,
    mention_everyone: message.mention_everyone,
    mentions: message.mentions.map((id) => userById(state, id)),
    mention_roles: message.mention_roles,
    ...filesAndEmbeds(state, message),
    components: message.components,
    reactions:
      message.reactions.length > 0 ? message.reactions.map((r) => reactionObject(r, viewer)) : undefined,
    pinned: message.pinned,
    type: message.type,
    flags: message.flags | (message.thread_id ? 32 : 0),
    nonce: message.nonce ?? undefined,
    // An interaction's answer is sent through the application's own webhook.
    webhook_id: message.webhook?.id ?? (message.interaction ? state.application.id : undefined),
    application_id:
      message.webhook?.application_id ?? (message.interaction ? state.application.id : undefined),
    message_reference: reference
      ? {
          type: 0,
          channel_id: reference.channel_id,
          message_id: reference.message_id,
          guild_id: reference.guild_id ?? undefined,
        }
      : undefined,
    referenced_message: reference && depth === 0 ? referenced(state, message, viewer) : undefined,
    interaction_metadata: interactionMetadata(state, message),
  };
  return object as unknown as APIMessage;
}

/** MESSAGE_CREATE and MESSAGE_UPDATE add where it is and the members it speaks of (events/gateway-events). */
export function messageEvent(state: State, message: Message) {
  const guild = state.guilds.get(state.channels.get(message.channel_id)?.guild_id ?? '');
  const object = messageObject(state, message);
  if (!guild) return { ...object, channel_type: 1 };
  const member = message.webhook ? undefined : guild.members.get(message.author_id);
  return {
    ...object,
    guild_id: guild.id,
    channel_type: state.channels.get(message.channel_id)?.type,
    member: member ? memberObject(member) : undefined,
    mentions: object.mentions.map((user) => {
      const mentioned = guild.members.get(user.id);
      return mentioned ? { ...user, member: memberObject(mentioned) } : user;
    }),
  };
}

/** The same without what the Message Content intent gives (events/gateway: empty, not absent). */
export function withholdContent<T extends object>(message: T): T {
  return { ...message, content: '', embeds: [], attachments: [], components: [], poll: undefined };
}

/** Is this message readable for the bot without the Message Content intent? Its own, direct messages, and those that mention it. */
export function isAlwaysReadable(state: State, message: Message): boolean {
  return (
    message.author_id === state.bot_id ||
    message.webhook?.application_id === state.application.id ||
    message.mentions.includes(state.bot_id) ||
    !state.channels.get(message.channel_id)?.guild_id
  );
}

export function attachmentObject(state: State, channelId: Snowflake, file: Attachment) {
  const url = signLink(state, channelId, file.id, file.filename);
  return {
    id: file.id,
    filename: file.filename,
    title: file.title ?? undefined,
    description: file.description ?? undefined,
    content_type: file.content_type,
    size: file.size,
    url,
    proxy_url: url,
    width: file.width ?? undefined,
    height: file.height ?? undefined,
    flags: 0,
  };
}

/** A file that an embed shows (`attachment://name`) is listed there and not again as an attachment. */
function filesAndEmbeds(state: State, message: Message) {
  const files = message.attachments.map((file) => attachmentObject(state, message.channel_id, file));
  if (!message.embeds.some((embed) => hasOwnFile(embed.image?.url) || hasOwnFile(embed.thumbnail?.url))) {
    return { attachments: files, embeds: message.embeds };
  }
  const shown = new Set<string>();
  const resolve = <T extends { url: string } | undefined>(media: T): T => {
    const file = files.find(({ filename }) => media?.url === `attachment://${filename}`);
    if (!media || !file) return media;
    shown.add(file.id);
    return { ...media, url: file.url, proxy_url: file.url, width: file.width, height: file.height };
  };
  const embeds = message.embeds.map((embed) => ({
    ...embed,
    image: resolve(embed.image),
    thumbnail: resolve(embed.thumbnail),
  }));
  return { attachments: files.filter(({ id }) => !shown.has(id)), embeds };
}

function hasOwnFile(url: string | undefined): boolean {
  return url?.startsWith('attachment://') ?? false;
}

function author(state: State, message: Message) {
  const face = message.webhook;
  if (!face) return userById(state, message.author_id);
  return {
    id: face.id,
    username: face.name,
    discriminator: '0000',
    global_name: null,
    avatar: face.avatar,
    bot: true,
    public_flags: 0,
    flags: 0,
  };
}

function reactionObject(reaction: Message['reactions'][number], viewer?: Snowflake) {
  return {
    emoji: reaction.emoji,
    count: reaction.users.length,
    count_details: { burst: 0, normal: reaction.users.length },
    burst_colors: [],
    me_burst: false,
    me: viewer !== undefined && reaction.users.includes(viewer),
  };
}

function referenced(state: State, message: Message, viewer?: Snowflake): APIMessage | null {
  const { channel_id, message_id } = message.reference!;
  const original = state.messages.get(channel_id)?.byId.get(message_id);
  return original ? messageObject(state, original, viewer, 1) : null;
}

function interactionMetadata(state: State, message: Message) {
  const from = message.interaction;
  if (!from) return undefined;
  return {
    id: from.id,
    type: from.type,
    user: userById(state, from.user_id),
    authorizing_integration_owners: { '0': state.channels.get(message.channel_id)?.guild_id ?? '0' },
    original_response_message_id: from.original_response_message_id ?? undefined,
    name: from.name ?? undefined,
  };
}
