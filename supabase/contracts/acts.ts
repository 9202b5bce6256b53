import { z } from 'zod';
import { priorities } from './filter-terms.ts';
import { Snowflake } from './snowflake.ts';

/**
 * What can be done to a ticket, by people on the desk, by members in Discord, and by rules. Each act is the SQL function of the same name
 * (private.act calls it, with the rest as its arguments), which asks the verdict itself.
 */
export const Act = z.discriminatedUnion('act', [
  z.object({ act: z.literal('close_ticket'), reason: z.string().max(500).optional() }),
  z.object({ act: z.literal('reopen_ticket') }),
  z.object({ act: z.literal('claim_ticket') }),
  z.object({ act: z.literal('release_ticket') }),
  z.object({ act: z.literal('set_priority'), priority: z.enum(priorities) }),
  z.object({
    act: z.literal('restrict_ticket'),
    is_restricted: z.boolean(),
    even_in_thread: z.boolean().optional(),
  }),
  z.object({ act: z.literal('add_person'), person: Snowflake }),
  z.object({ act: z.literal('remove_person'), person: Snowflake }),
  z.object({ act: z.literal('post_reply'), message: z.uuid(), body: z.string() }),
  z.object({ act: z.literal('add_note'), message: z.uuid(), body: z.string() }),
]);
export type Act = z.infer<typeof Act>;
export type ActName = Act['act'];
