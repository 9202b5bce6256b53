import { z } from 'zod';
import { Snowflake } from './snowflake.ts';

/** The parts of Discord's embeds that are kept and shown (https://discord.com/developers/docs/resources/message#embed-object). */
export const Embed = z.object({
  title: z.string().nullish(),
  description: z.string().nullish(),
  url: z.string().nullish(),
  color: z.number().int().nullish(),
  author_name: z.string().nullish(),
  footer: z.string().nullish(),
  fields: z.array(z.object({ name: z.string(), value: z.string(), inline: z.boolean() })).default([]),
});
export type Embed = z.infer<typeof Embed>;

/** A file of a message. Discord's link to it dies within a day and is not kept. */
export const Attachment = z.object({
  id: Snowflake,
  name: z.string(),
  size: z.number().int(),
  content_type: z.string().nullish(),
});
export type Attachment = z.infer<typeof Attachment>;

export const Sticker = z.object({ id: Snowflake, name: z.string() });

export const Reaction = z.object({
  emoji: z.string(),
  emoji_id: Snowflake.nullish(),
  count: z.number().int(),
});
export type Reaction = z.infer<typeof Reaction>;

export const DiscordPerson = z.object({
  id: Snowflake,
  username: z.string(),
  display_name: z.string(),
  avatar_hash: z.string().nullable(),
  is_bot: z.boolean(),
});
export type DiscordPerson = z.infer<typeof DiscordPerson>;

/**
 * A message as Discord states it now: what `private.record_message` takes. `reactions` is null where the source does not
 * tell them. `member` is null where Discord sent none (webhooks, members who left).
 */
export const DiscordMessage = z.object({
  id: Snowflake,
  guild_id: Snowflake,
  channel_id: Snowflake,
  author: DiscordPerson,
  member: z.object({ nick: z.string().nullable(), role_ids: z.array(Snowflake) }).nullable(),
  content: z.string(),
  embeds: z.array(Embed),
  attachments: z.array(Attachment),
  stickers: z.array(Sticker),
  reactions: z.array(Reaction).nullable(),
  reply_to_id: Snowflake.nullable(),
  edited_at: z.iso.datetime({ offset: true }).nullable(),
  /** Written by this application, as itself or through its webhook. */
  is_own: z.boolean(),
  is_webhook: z.boolean(),
  /** The message of the desk that this is the echo of, from the nonce. */
  nonce_message_id: z.uuid().nullable(),
});
export type DiscordMessage = z.infer<typeof DiscordMessage>;
