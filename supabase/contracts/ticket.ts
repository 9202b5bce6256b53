import { z } from 'zod';
import { Person } from './person.ts';
import { Snowflake } from './snowflake.ts';

const time = z.iso.datetime({ offset: true });

/** A ticket as a row of the inbox and as the head of its conversation (SQL: `ticket_json`). */
export const Ticket = z.object({
  id: z.uuid(),
  guild_id: Snowflake,
  number: z.number().int(),
  subject: z.string(),
  status: z.enum(['open', 'waiting', 'snoozed', 'closed']),
  priority: z.enum(['low', 'normal', 'high', 'urgent']),
  is_restricted: z.boolean(),
  category_id: z.uuid(),
  requester_id: Snowflake,
  assignee_id: Snowflake.nullable(),
  channel_id: Snowflake.nullable(),
  channel_state: z.enum(['opening', 'open', 'failed', 'deleted']),
  channel_error: z.string().nullable(),
  answers: z.array(z.object({ label: z.string(), value: z.string() })),
  opened_at: time,
  closed_at: time.nullable(),
  closed_by: Snowflake.nullable(),
  close_reason: z.string().nullable(),
  revision: z.number().int(),
  last_activity_at: time,
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
