import { z } from 'zod';
import { call } from '../database/call.ts';
import { within } from '../within.ts';
import type { Vitals } from './vitals.ts';

const Backlog = z.object({
  waiting: z.coerce.number(),
  oldest_seconds: z.number(),
  catching_up: z.coerce.number(),
  tickets_done: z.coerce.number(),
  tickets_total: z.coerce.number(),
  timers_due: z.coerce.number(),
  timers_late_seconds: z.number(),
  stamped_seconds: z.number().nullable(),
});
export type Backlog = z.infer<typeof Backlog>;

/** However often it is scraped, the database is asked once in this time (ms), and waited for so long. */
const believedFor = 2000;
const patience = 2000;

/** Reads what waits in the database; null when it does not answer. */
export function createBacklogReader(vitals: Vitals): () => Promise<Backlog | null> {
  let asked: Promise<Backlog | null> | undefined;
  let at = -Infinity;

  async function ask(): Promise<Backlog | null> {
    if (!vitals.sql) return null;
    const [row] = await call(vitals.sql, 'read_backlog', { worker: vitals.worker });
    return Backlog.parse(row);
  }

  return () => {
    if (!asked || performance.now() - at > believedFor) {
      at = performance.now();
      asked = within(
        patience,
        ask().catch(() => null),
      ).then((backlog) => backlog ?? null);
    }
    return asked;
  };
}
