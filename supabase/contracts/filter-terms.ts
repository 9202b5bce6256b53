// Beside the contracts and without zod, which a page need not load to know these.

export const statuses = ['open', 'waiting', 'snoozed', 'closed'] as const;

/** From the least to the greatest (SQL: `private.priority_rank`). */
export const priorities = ['low', 'normal', 'high', 'urgent'] as const;

/** Orders of a list: latest activity first, oldest first, longest waiting first, greatest priority first. */
export const sorts = ['latest', 'oldest', 'waiting', 'priority'] as const;
export type Sort = (typeof sorts)[number];

/** How long ago, in days of 24 hours: `P7D`, `PT4H30M`. */
export const ago = /^P(?=\d|T\d)(?:(\d{1,4})D)?(?:T(?=\d)(?:(\d{1,4})H)?(?:(\d{1,4})M)?)?$/;
