import type { DueTimer } from '@ticketflow/supabase/contracts/due-timer.ts';
import { call } from '../database/call.ts';
import type { Database } from '../database/database.ts';

/**
 * What a due timer does: one call of the SQL function of its kind, which checks the claim and what the timer depends on again, acts, and
 * settles it, all in one transaction. So it may be killed anywhere and called twice.
 */
export type Fire = (sql: Database, timer: DueTimer, worker: string) => PromiseLike<unknown>;

/** Every kind of timer that this bot fires. Others stay as they are, for a bot that knows them. */
export const timerKinds: Record<string, Fire> = {
  drop_upload: (sql, { id }, worker) => call(sql, 'fire_drop_upload', { timer: id, worker }),
  sweep: (sql, { id }, worker) => call(sql, 'fire_sweep', { timer: id, worker }),
};
