import { readFailure, type Failure } from '../discord/read-failure.ts';
import { StorageAway } from '../storage/bucket.ts';
import { LeaseLost, LeaseTooShort } from './lease.ts';

/** What was read is older than what an event has said meanwhile: read again. */
export class Overtaken extends Error {}

/** A ticket's channel would be open to others, or is. The message says why, for the desk and the requester. */
export class NotPrivate extends Error {}

/** `not private`: it must not be done so. */
type EntryFailure = Failure | { state: 'not private'; words: string };

/** What a failure means for the entry that was being done: one of its lease, of the file storage, or of a request. */
export function readEntryFailure(error: unknown): EntryFailure {
  if (error instanceof LeaseTooShort) return { state: 'wait', seconds: 0, reason: 'Discord answers slowly' };
  if (error instanceof LeaseLost) return { state: 'unknown', reason: 'the lease has ended' };
  if (error instanceof StorageAway)
    return { state: 'wait', seconds: 5, reason: 'The file storage cannot be reached' };
  if (error instanceof Overtaken) return { state: 'wait', seconds: 0, reason: 'Discord has news' };
  if (error instanceof NotPrivate) return { state: 'not private', words: error.message };
  return readFailure(error);
}
