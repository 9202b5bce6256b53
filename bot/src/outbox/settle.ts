import type { OutboxEntry } from '@ticketflow/supabase/contracts/outbox-entry.ts';
import type { Reason } from '@ticketflow/supabase/contracts/reasons.ts';
import { call } from '../database/call.ts';
import type { Database } from '../database/database.ts';
import { deliveries, deliveryLatency } from '../health/metrics.ts';

/** An entry is settled: `dropped` when there was nothing to do any more. Idempotent. */
export async function settleEntry(
  sql: Database,
  entry: Pick<OutboxEntry, 'id'>,
  outcome: 'done' | 'failed' | 'dropped',
  reason: Reason | null = null,
): Promise<void> {
  await call(sql, 'settle_entry', { entry: entry.id, outcome, reason });
}

type ReplyOutcome =
  { state: 'sent'; discordMessageId: string } | { state: 'failed' | 'unknown'; reason: Reason };

/** A reply's message and its entry are settled in one transaction. Idempotent. */
export async function settleReply(
  sql: Database,
  entry: Extract<OutboxEntry, { message: unknown }>,
  outcome: ReplyOutcome,
): Promise<void> {
  await call(sql, 'settle_reply', {
    entry: entry.id,
    outcome: outcome.state,
    discord_message_id: outcome.state === 'sent' ? outcome.discordMessageId : null,
    reason: outcome.state === 'sent' ? null : outcome.reason,
  });
  deliveries.inc({ outcome: outcome.state });
  if (entry.kind === 'send_reply' && outcome.state === 'sent')
    deliveryLatency.observe(Math.max(0, Date.now() - Date.parse(entry.message.created_at)) / 1000);
}

/** An entry cannot be done. */
export const giveUpEntry = (sql: Database, entry: Pick<OutboxEntry, 'id'>, reason: Reason) =>
  settleEntry(sql, entry, 'failed', reason);

/** A reply, or a change of one, cannot be done: its message says why. */
export const giveUpReply = (sql: Database, entry: Parameters<typeof settleReply>[1], reason: Reason) =>
  settleReply(sql, entry, { state: 'failed', reason });
