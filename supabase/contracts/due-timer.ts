import { z } from 'zod';
import { Snowflake } from './snowflake.ts';

/** What `private.claim_timers` hands to the bot: a timer that is due, and for a while its own. */
export const DueTimer = z.object({
  id: z.uuid(),
  kind: z.string(),
  guild_id: Snowflake,
  /** Null: it concerns the guild alone. */
  ticket_id: z.uuid().nullable(),
  facts: z.record(z.string(), z.unknown()),
});
export type DueTimer = z.infer<typeof DueTimer>;
