import { z } from 'zod';
import { languages } from './languages.ts';
import { Snowflake } from './snowflake.ts';

const base = z.object({
  id: z.uuid(),
  /** Of what everybody in the guild sees. */
  language: z.enum(languages),
  guild_id: Snowflake,
  /** An earlier attempt may have reached Discord: its outcome is not known. */
  was_attempted: z.boolean(),
  /** When the first attempt began, by the database's clock. */
  attempted_at: z.string().nullable(),
  /** Its age, by the same clock. */
  attempted_seconds: z.number().nullable(),
  /** The newest of Discord's ids that the ticket knew before the first attempt: what it made has a greater one. */
  after_id: Snowflake.nullable(),
  attempts: z.number().int(),
});

const ticket = z.object({
  id: z.uuid(),
  number: z.number().int(),
  subject: z.string(),
  status: z.string(),
  channel_id: Snowflake.nullable(),
  channel_state: z.string(),
  channel_kind: z.enum(['channel', 'thread']),
  requester_id: Snowflake,
  requester_name: z.string(),
  answers: z.array(z.object({ label: z.string(), value: z.string() })),
  close_reason: z.string().nullable(),
  closed_by_name: z.string().nullable(),
  category: z.object({
    id: z.uuid(),
    name: z.string(),
    emoji: z.string().nullable(),
    hue: z.number().int(),
    reply_as: z.enum(['webhook', 'bot']),
    channel_parent_id: Snowflake.nullable(),
    channel_name: z.string(),
    opening_title: z.string(),
    opening_text: z.string(),
  }),
  /** Roles whose holders may answer: agents and up; of a restricted ticket managers and up. */
  staff_role_ids: z.array(Snowflake),
  /** People let in by name. */
  member_ids: z.array(Snowflake),
});
export type OutboxTicket = z.infer<typeof ticket>;

/** A file that goes out with a reply. `path` is where its bytes lie in Storage. */
const file = z.object({
  name: z.string(),
  size: z.number().int(),
  content_type: z.string(),
  path: z.string(),
});
export type OutboxFile = z.infer<typeof file>;

const message = z.object({
  id: z.uuid(),
  /** Of a send whose outcome is unknown: the words of that attempt, whatever was edited since. */
  body: z.string(),
  /** Of a send alone. */
  files: z.array(file).default([]),
  /** Deleted on the desk meanwhile. */
  is_deleted: z.boolean(),
  discord_message_id: Snowflake.nullable(),
  reply_to_discord_id: Snowflake.nullable(),
  created_at: z.string(),
  author_id: Snowflake,
  author_name: z.string(),
  author_avatar_hash: z.string().nullable(),
});
export type OutboxMessage = z.infer<typeof message>;

/** What `private.begin_entry` hands to the bot. */
export const OutboxEntry = z.discriminatedUnion('kind', [
  base.extend({ kind: z.enum(['send_reply', 'edit_reply', 'delete_reply']), ticket, message }),
  base.extend({ kind: z.enum(['open_channel', 'close_channel', 'reopen_channel']), ticket }),
  base.extend({ kind: z.literal('set_overwrites'), ticket }),
  base.extend({ kind: z.literal('publish_panel'), payload: z.object({ panel_id: z.uuid() }) }),
  base.extend({ kind: z.literal('fetch_member'), payload: z.object({ person_id: Snowflake }) }),
  base.extend({ kind: z.literal('leave_threads'), payload: z.object({ person_id: Snowflake }) }),
  base.extend({ kind: z.literal('compare_access') }),
]);
export type OutboxEntry = z.infer<typeof OutboxEntry>;

/** What `private.panel_to_publish` answers. */
export const Panel = z.object({
  id: z.uuid(),
  channel_id: Snowflake,
  message_id: Snowflake.nullable(),
  title: z.string(),
  body: z.string(),
  color: z.number().int(),
  image_url: z.string().nullable(),
  categories: z.array(
    z.object({
      id: z.uuid(),
      name: z.string(),
      emoji: z.string().nullable(),
      button_style: z.enum(['primary', 'secondary', 'success', 'danger']),
    }),
  ),
});
export type Panel = z.infer<typeof Panel>;
