import type { APIMessage } from 'discord-api-types/v10';
import { signLink } from '../cdn/sign-link.ts';
import type { Snowflake } from '../protocol.ts';
import { memberObject, userById } from './objects.ts';
import type { Attachment, Message, World } from './world.ts';

/** A message as REST shows it to `viewer`; attachment addresses are signed anew. */
export function messageObject(world: World, message: Message, viewer?: Snowflake, depth = 0): APIMessage {
  const reference = message.reference;
  const object = {
    id: message.id,
    channel_id: message.channel_id,
    author: author(world, message),
    content: message.content,
    timestamp: message.timestamp,
    edited_timestamp: message.edited_timestamp,
    tts: message.tts,
    mention_everyone: message.mention_everyone,
    mentions: message.mentions.map((id) => userById(world, id)),
    mention_roles: message.mention_roles,
    ...filesAndEmbeds(world, message),
    components: message.components,
    reactions:
      message.reactions.length > 0 ? message.reactions.map((r) => reactionObject(r, viewer)) : undefined,
    pinned: message.pinned,
    type: message.type,
    flags: message.flags | (message.thread_id ? 32 : 0),
    nonce: message.nonce ?? undefined,
    // An interaction's answer is sent through the application's own webhook.
    webhook_id: message.webhook?.id ?? (message.interaction ? world.application.id : undefined),
    application_id:
      message.webhook?.application_id ?? (message.interaction ? world.application.id : undefined),
    message_reference: reference
      ? {
          type: 0,
          channel_id: reference.channel_id,
          message_id: reference.message_id,
          guild_id: reference.guild_id ?? undefined,
        }
      : undefined,
    referenced_message: reference && depth === 0 ? referenced(world, message, viewer) : undefined,
    interaction_metadata: interactionMetadata(world, message),
  };
  return object as unknown as APIMessage;
}

/** MESSAGE_CREATE and MESSAGE_UPDATE add where it is and the members it speaks of (events/gateway-events). */
export function messageEvent(world: World, message: Message) {
  const guild = world.guilds.get(world.channels.get(message.channel_id)?.guild_id ?? '');
  const object = messageObject(world, message);
  if (!guild) return { ...object, channel_type: 1 };
  const member = message.webhook ? undefined : guild.members.get(message.author_id);
  return {
    ...object,
    guild_id: guild.id,
    channel_type: world.channels.get(message.channel_id)?.type,
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
export function isAlwaysReadable(world: World, message: Message): boolean {
  return (
    message.author_id === world.bot_id ||
    message.webhook?.application_id === world.application.id ||
    message.mentions.includes(world.bot_id) ||
    !world.channels.get(message.channel_id)?.guild_id
  );
}

export function attachmentObject(world: World, channelId: Snowflake, file: Attachment) {
  const url = signLink(world, channelId, file.id, file.filename);
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
function filesAndEmbeds(world: World, message: Message) {
  const files = message.attachments.map((file) => attachmentObject(world, message.channel_id, file));
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

function author(world: World, message: Message) {
  const face = message.webhook;
  if (!face) return userById(world, message.author_id);
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

function referenced(world: World, message: Message, viewer?: Snowflake): APIMessage | null {
  const { channel_id, message_id } = message.reference!;
  const original = world.messages.get(channel_id)?.byId.get(message_id);
  return original ? messageObject(world, original, viewer, 1) : null;
}

function interactionMetadata(world: World, message: Message) {
  const from = message.interaction;
  if (!from) return undefined;
  return {
    id: from.id,
    type: from.type,
    user: userById(world, from.user_id),
    authorizing_integration_owners: { '0': world.channels.get(message.channel_id)?.guild_id ?? '0' },
    original_response_message_id: from.original_response_message_id ?? undefined,
    name: from.name ?? undefined,
  };
}
