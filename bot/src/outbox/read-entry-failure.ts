import type { Reason } from '@ticketflow/supabase/contracts/reasons.ts';
import { readFailure, type Failure } from '../discord/read-failure.ts';
import { StorageAway } from '../storage/bucket.ts';
import { LeaseLost, LeaseTooShort } from './lease.ts';

/** What was read is older than what an event has said meanwhile: read again. */
export class Overtaken extends Error {}

/** A ticket's channel would be open to others, or is. The desk and the requester are told the reason. */
export class NotPrivate extends Error {
  readonly reason: Reason;
  constructor(reason: Reason) {
    super(reason.code);
    this.reason = reason;
  }
}

/** `not private`: it must not be done so. */
type EntryFailure = Failure | { state: 'not private'; reason: Reason };

/** What a failure means for the entry that was being done: one of its lease, of the file storage, or of a request. */
export function readEntryFailure(error: unknown): EntryFailure {
  if (error instanceof LeaseTooShort) return { state: 'wait', seconds: 0, reason: { code: 'discord_slow' } };
  if (error instanceof LeaseLost) return { state: 'unknown', reason: { code: 'lease_lost' } };
  if (error instanceof StorageAway) return { state: 'wait', seconds: 5, reason: { code: 'storage_away' } };
  if (error instanceof Overtaken) return { state: 'wait', seconds: 0, reason: { code: 'overtaken' } };
  if (error instanceof NotPrivate) return { state: 'not private', reason: error.reason };
  return readFailure(error);
}
