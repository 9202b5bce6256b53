import { z } from 'zod';
import { TicketEvent } from './acts.ts';
import { Embed, Reaction, Sticker } from './discord-message.ts';
import { Level, Person } from './person.ts';
import { StoredReason } from './reasons.ts';
import { Snowflake } from './snowflake.ts';
import { Ticket } from './ticket.ts';

const time = z.iso.datetime({ offset: true });

export const Delivery = z.enum(['queued', 'sending', 'sent', 'failed', 'unknown']);
export type Delivery = z.infer<typeof Delivery>;

/**
 * A file of a message. `waiting`: it is being copied from Discord, or (with a reason) cannot be at present. `failed`: it is in
 * Discord only, for this reason.
 */
export const MessageFile = z.object({
  id: z.uuid(),
  name: z.string(),
  size: z.number().int(),
  content_type: z.string(),
  state: z.enum(['waiting', 'stored', 'failed']),
  reason: StoredReason.nullable(),
});
export type MessageFile = z.infer<typeof MessageFile>;

/** One item of a conversation. `position` sorts as text; `made_in` is the ticket's revision when it was made. */
export const Message = z.object({
  id: z.uuid(),
  kind: z.enum(['message', 'reply', 'note', 'event']),
  position: z.string(),
  revision: z.number().int(),
  made_in: z.number().int(),
  author_id: Snowflake.nullable(),
  is_staff: z.boolean(),
  body: z.string(),
  embeds: z.array(Embed),
  attachments: z.array(MessageFile),
  stickers: z.array(Sticker),
  reactions: z.array(Reaction),
  event: TicketEvent.nullable(),
  discord_message_id: Snowflake.nullable(),
  delivery: Delivery.nullable(),
  delivery_reason: StoredReason.nullable(),
  created_at: time,
  edited_at: time.nullable(),
  deleted_at: time.nullable(),
  deleted_by: Snowflake.nullable(),
  deleted_in: z.enum(['discord', 'desk']).nullable(),
  reply_to: z
    .object({ id: z.uuid(), author_id: Snowflake.nullable(), text: z.string(), is_deleted: z.boolean() })
    .nullable(),
});
export type Message = z.infer<typeof Message>;

/**
 * What `read_ticket` answers, or null when the reader may not read it. The newest page (no argument), the page before a
 * position, or all that changed after a revision; `has_more` says that the same call would bring more.
 */
export const Conversation = z.object({
  ticket: Ticket,
  /** Null: they read it as its requester. */
  level: Level.nullable(),
  revision: z.number().int(),
  messages: z.array(Message),
  has_more: z.boolean(),
  read_revision: z.number().int().nullable(),
  requester_roles: z.array(z.object({ id: Snowflake, name: z.string(), color: z.number().int() })),
  requester_left_at: time.nullable(),
  /** Who was added by name; told to staff alone. */
  participants: z.array(Snowflake),
  people: z.array(Person),
});
export type Conversation = z.infer<typeof Conversation>;

/** What the composer sends. 2,000 characters are one Discord message. */
export const ReplyBody = z
  .string()
  .trim()
  .min(1, 'Nothing is written yet')
  .max(2000, 'More than 2,000 characters do not fit into one Discord message');
