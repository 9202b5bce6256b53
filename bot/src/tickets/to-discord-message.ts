import { MessageType, type APIAttachment, type APIEmbed, type APIMessage, type Snowflake } from 'discord.js';
import type { Attachment, DiscordMessage, Embed } from '@ticketflow/supabase/contracts/discord-message.ts';
import { toPerson, type MirroredMember } from '../access/to-member.ts';
import { messageIdFromNonce } from '../nonce.ts';

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
};

/** Whether the message is one that a conversation shows. */
export function isSaid(message: Pick<APIMessage, 'type'>): boolean {
  return said.has(message.type);
}

/** A message of the gateway or of REST in the shape that the database records. A forwarded message is shown as a quote. */
export function toDiscordMessage(
  message: APIMessage,
  { guildId, applicationId, member }: Where,
): DiscordMessage {
  const forwarded = message.message_snapshots?.map((snapshot) => snapshot.message) ?? [];
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
    embeds: [
      ...message.embeds.map(toEmbed),
      ...forwarded.map((part) => ({ author_name: 'Forwarded', description: part.content, fields: [] })),
    ],
    attachments: [message, ...forwarded].flatMap((part) => part.attachments.map(toAttachment)),
    stickers: (message.sticker_items ?? []).map(({ id, name }) => ({ id, name })),
    reactions: null,
    reply_to_id: message.type === MessageType.Reply ? (message.message_reference?.message_id ?? null) : null,
    edited_at: message.edited_timestamp,
    // The application's user has the application's id, but for the very oldest applications.
    is_own: isWebhook || (message.author.id === applicationId && message.webhook_id === undefined),
    is_webhook: isWebhook,
    nonce_message_id: messageIdFromNonce(message.nonce),
  };
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
