import { z } from 'zod';
import { ago, priorities, sorts, statuses } from './filter-terms.ts';
import { Snowflake } from './snowflake.ts';

const Moment = z.union([
  // Postgres keeps microseconds.
  z.iso.datetime({ offset: true }).regex(/^[^.]*(\.\d{1,6})?(Z|[+-]\d\d:\d\d)$/),
  z.string().regex(ago),
]);
const listOf = <T extends z.ZodType>(value: T) => z.array(value).min(1).max(50);
const conditions = {
  /** Not closed. */
  is_open: z.boolean(),
  /** One of these; so it is with every list but `label`. */
  status: listOf(z.enum(statuses)),
  /** `me` is the person who asks. */
  assignee: listOf(z.union([z.enum(['me', 'nobody']), Snowflake])),
  category: listOf(z.uuid().lowercase()),
  /** All of these. */
  label: listOf(z.uuid().lowercase()),
  priority: listOf(z.enum(priorities)),
  requester: listOf(z.union([z.literal('me'), Snowflake])),
  /** The reader has not seen all that was said by others than staff. */
  is_unread: z.boolean(),
  /** Open, and the last word is the requester's. */
  is_waiting: z.boolean(),
  /** Staff has said something. */
  is_answered: z.boolean(),
  /** A reply failed, or nobody knows whether it was sent. */
  is_unsent: z.boolean(),
  is_snoozed: z.boolean(),
  opened_after: Moment,
  opened_before: Moment,
  active_after: Moment,
  active_before: Moment,
  waiting_after: Moment,
  waiting_before: Moment,
  requester_said_after: Moment,
  requester_said_before: Moment,
  staff_said_after: Moment,
  staff_said_before: Moment,
  /** By last activity, by how long it waits (then only what waits), or by priority. Latest activity first when absent. */
  sort: z.enum(sorts),
};

/**
 * Which tickets, and in which order: views, counts, search, board columns, rules, bulk selection. All conditions hold; `…_after` includes
 * its moment, `…_before` does not. SQL: `private.read_filter`, `private.matches`; TypeScript: `matches`.
 */
export const Filter = z.strictObject(conditions).partial();
export type Filter = z.infer<typeof Filter>;

/** Behind which ticket a page of a list begins (SQL: `private.read_place`). */
export const Place = z.object({ at: z.string(), id: z.uuid(), priority: z.enum(priorities) });
export type Place = z.infer<typeof Place>;
