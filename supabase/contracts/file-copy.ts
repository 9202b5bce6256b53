import { z } from 'zod';
import { Snowflake } from './snowflake.ts';

/** What `private.lease_copies` hands to the bot: a file that is to be copied from Discord to `path` in Storage. */
export const FileCopy = z.object({
  file_id: z.uuid(),
  guild_id: Snowflake,
  channel_id: Snowflake,
  discord_message_id: Snowflake,
  /** Discord's id of the attachment. */
  source_id: Snowflake,
  size: z.number().int(),
  content_type: z.string(),
  path: z.string(),
  attempts: z.number().int(),
});
export type FileCopy = z.infer<typeof FileCopy>;
