import { z } from 'zod';
import { priorities, statuses } from './filter-terms.ts';
import { Person } from './person.ts';
import { StoredReason } from './reasons.ts';
import { Snowflake } from './snowflake.ts';

const time = z.iso.datetime({ offset: true });

/** A ticket as a row of the inbox and as the head of its conversation (SQL: `tickets_json`). */
export const Ticket = z.object({
  id: z.uuid(),
  guild_id: Snowflake,
  number: z.number().int(),
  subject: z.string(),
  status: z.enum(statuses),
  priority: z.enum(priorities),
  is_restricted: z.boolean(),
  category_id: z.uuid(),
  requester_id: Snowflake,
  assignee_id: Snowflake.nullable(),
  channel_id: Snowflake.nullable(),
  channel_state: z.enum(['opening', 'open', 'failed', 'deleted']),
  channel_error: StoredReason.nullable(),
  answers: z.array(z.object({ label: z.string(), value: z.string() })),
  opened_at: time,
  closed_at: time.nullable(),
  closed_by: Snowflake.nullable(),
  close_reason: z.string().nullable(),
  revision: z.number().int(),
  last_activity_at: time,
  label_ids: z.array(z.uuid()),
  snoozed_until: time.nullable(),
  /** The requester's first word (or the opening) that staff has not answered; kept when it is closed. */
  waiting_since: time.nullable(),
  first_reply_at: time.nullable(),
  /** Their last words. */
  requester_said_at: time.nullable(),
  staff_said_at: time.nullable(),
  /** A reply failed, or nobody knows whether it was sent. */
  has_unsent: z.boolean(),
  preview: z
    .object({
      author_id: Snowflake.nullable(),
      kind: z.enum(['message', 'reply', 'note']),
      at: time,
      text: z.string(),
      attachments: z.number().int(),
    })
    .nullable(),
  /** Messages not from staff that the reader has not seen; counted up to 100. */
  unread: z.number().int(),
});
export type Ticket = z.infer<typeof Ticket>;

/** What `list_tickets` answers: a page of the inbox, and where `changes_since` goes on from. */
export const TicketPage = z.object({
  tickets: z.array(Ticket),
  has_more: z.boolean(),
  people: z.array(Person),
  cursor: z.string(),
  epoch: z.number().int(),
});
export type TicketPage = z.infer<typeof TicketPage>;
