import { z } from 'zod';
import { Person } from './person.ts';
import { Ticket } from './ticket.ts';

/**
 * What `changes_since(guild, cursor, epoch)` answers. `more`: ask again at once with the new cursor. Rows may repeat:
 * apply by revision. `gone` are ids of tickets that the reader may not see, whether or not they ever could.
 */
export const Changes = z.discriminatedUnion('state', [
  z.object({ state: z.literal('reset') }),
  z.object({
    state: z.enum(['level', 'more']),
    cursor: z.string(),
    epoch: z.number().int(),
    tickets: z.array(Ticket),
    gone: z.array(z.uuid()),
    people: z.array(Person),
  }),
]);
export type Changes = z.infer<typeof Changes>;
