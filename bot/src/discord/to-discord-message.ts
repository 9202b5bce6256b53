import {
  MessageType,
  type APIAttachment,
  type APIEmbed,
  type APIMessage,
  type APIReaction,
  type Snowflake,
} from 'discord.js';
import type {
  Attachment,
  DiscordMessage,
  Embed,
  Reaction,
} from '@ticketflow/supabase/contracts/discord-message.ts';
import { messageIdFromNonce } from './nonce.ts';
import { toPerson, type MirroredMember } from './to-member.ts';

/** What somebody said; the rest are Discord's own notices (pins, joins, threads). */
const said = new Set<MessageType>([
  MessageType.Default,
  MessageType.Reply,
  MessageType.ChatInputCommand,
  MessageType.ContextMenuCommand,
]);

type Where = {
  guildId: Snowflake;
  applicationId: Snowflake;
  member: Pick<MirroredMember, 'nick' | 'role_ids'> | null;
  /** Read by REST, which tells reactions. Events of messages do not. */
  isRead: boolean;
};

/** Whether the message is one that a conversation shows. */
export function isSaid(message: Pick<APIMessage, 'type'>): boolean {
  return said.has(message.type);
}

/** A message of the gateway or of REST in the shape that the database records. A forwarded message is shown as a quote. */
export function toDiscordMessage(
  message: APIMessage,
  { guildId, applicationId, member, isRead }: Where,
): DiscordMessage {
  const isWebhook = message.webhook_id !== undefined && message.application_id === applicationId;
  return {
    id: message.id,
    guild_id: guildId,
    channel_id: message.channel_id,
    author: {
      ...toPerson(message.author),
      is_bot: message.author.bot === true || message.webhook_id !== undefined,
    },
    member,
    content: message.content,
    embeds: toEmbeds(message),
    attachments: [message, ...forwardedOf(message)].flatMap((part) => part.attachments.map(toAttachment)),
    stickers: (message.sticker_items ?? []).map(({ id, name }) => ({ id, name })),
    reactions: isRead ? toReactions(message.reactions) : null,
    reply_to_id: message.type === MessageType.Reply ? (message.message_reference?.message_id ?? null) : null,
    edited_at: message.edited_timestamp,
    // The application's user has the application's id, but for the very oldest applications.
    is_own: isWebhook || (message.author.id === applicationId && message.webhook_id === undefined),
    is_webhook: isWebhook,
    nonce_message_id: messageIdFromNonce(message.nonce),
  };
}

const forwardedOf = (message: APIMessage) =>
  message.message_snapshots?.map((snapshot) => snapshot.message) ?? [];

/** A message's embeds; what it forwards is one more. */
export function toEmbeds(message: APIMessage): Embed[] {
  return [
    ...message.embeds.map(toEmbed),
    ...forwardedOf(message).map((part) => ({
      author_name: 'Forwarded',
      description: part.content,
      fields: [],
    })),
  ];
}

/** How many reacted with what, in Discord's order. An emoji that its server has deleted has no name any more. */
export function toReactions(reactions: APIReaction[] | undefined): Reaction[] {
  return (reactions ?? []).map(({ emoji, count }) => ({
    emoji: emoji.name ?? 'emoji',
    emoji_id: emoji.id,
    count,
  }));
}

function toEmbed(embed: APIEmbed): Embed {
  return {
    title: embed.title ?? null,
    description: embed.description ?? null,
    url: embed.url ?? null,
    color: embed.color ?? null,
    author_name: embed.author?.name ?? null,
    footer: embed.footer?.text ?? null,
    fields: (embed.fields ?? []).map(({ name, value, inline }) => ({ name, value, inline: inline ?? false })),
  };
}

function toAttachment(file: APIAttachment): Attachment {
  return { id: file.id, name: file.filename, size: file.size, content_type: file.content_type ?? null };
}
