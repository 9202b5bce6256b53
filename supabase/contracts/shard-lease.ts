import { z } from 'zod';

/** What `private.hold_shard` answers: the shard is the caller's, or another's for so many seconds more. */
export const ShardLease = z.discriminatedUnion('held', [
  z.object({ held: z.literal(true) }),
  z.object({
    held: z.literal(false),
    seconds: z.number(),
    holder: z.string(),
    place: z.string().nullable(),
  }),
]);
