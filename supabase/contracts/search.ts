import { z } from 'zod';
import { Person } from './person.ts';
import { Snowflake } from './snowflake.ts';
import { Ticket } from './ticket.ts';

/** What `search_messages` answers: what was said, latest first, with the ticket in which; `has_more`: there may be older ones. */
export const FoundMessages = z.object({
  messages: z.array(
    z.object({
      id: z.uuid(),
      kind: z.enum(['message', 'reply', 'note']),
      author_id: Snowflake.nullable(),
      body: z.string(),
      created_at: z.iso.datetime({ offset: true }),
      position: z.string(),
      ticket: Ticket.pick({ id: true, number: true, subject: true, status: true }),
    }),
  ),
  has_more: z.boolean(),
  people: z.array(Person),
});
export type FoundMessages = z.infer<typeof FoundMessages>;
