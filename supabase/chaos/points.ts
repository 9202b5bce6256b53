/** The parts that are killed with -9. Discord is the outside world: it misbehaves, and never dies. */
export const parts = ['bot', 'postgres', 'stack', 'web'] as const;
export type PartName = (typeof parts)[number];

/**
 * The places at which parts are killed. Each is seen by a proxy between two parts, so that no part needs a hook: `before` means
 * that what was sent goes no further, `after` that it was done and its answer goes no further.
 */
export const points = {
  bot: [
    'idle',
    'after leasing',
    'before beginning',
    'after beginning',
    'before sending',
    'after Discord accepted',
    'before settling',
    'after settling',
    'before recording',
    'after recording',
    // Between a timer's claim and its act, and before the answer to the act has come; the same of a page of a job.
    'before firing',
    'after firing',
    'before paging',
    'after paging',
    'while catching up',
    'before connecting',
  ],
  postgres: [
    'idle',
    'before beginning',
    'before settling',
    'after settling',
    'before recording',
    'after recording',
    'before firing',
    'after firing',
    'before paging',
    'after paging',
    'before posting',
    'after posting',
  ],
  // The Data API, Auth, Storage and the Realtime server of the local stack.
  stack: ['idle', 'before posting', 'after posting', 'while pulling', 'while joining'],
  web: ['idle', 'while a page is read', 'before signing in', 'after signing in'],
} as const satisfies Record<PartName, readonly string[]>;

export type Strike = { part: PartName; point: string };

export const strikes: Strike[] = parts.flatMap((part) => points[part].map((point) => ({ part, point })));
