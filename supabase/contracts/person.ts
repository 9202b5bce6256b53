import { z } from 'zod';
import { Snowflake } from './snowflake.ts';

/** Somebody as the desk shows them in one guild. `color` is their highest coloured role's, 0 when they have none. */
export const Person = z.object({
  id: Snowflake,
  name: z.string(),
  username: z.string(),
  avatar_hash: z.string().nullable(),
  is_bot: z.boolean(),
  color: z.number().int(),
});
export type Person = z.infer<typeof Person>;

export const Level = z.enum(['viewer', 'agent', 'manager', 'admin']);
export type Level = z.infer<typeof Level>;
