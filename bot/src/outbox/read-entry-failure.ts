import { readFailure, type Failure } from '../discord/read-failure.ts';
import { StorageAway } from '../storage/bucket.ts';
import { LeaseLost, LeaseTooShort } from './lease.ts';

/** What was read is older than what an event has said meanwhile: read again. */
export class Overtaken extends Error {}

/** What a failure means for the entry that was being done: one of its lease, of the file storage, or of a request. */
export function readEntryFailure(error: unknown): Failure {
  if (error instanceof LeaseTooShort) return { state: 'wait', seconds: 0, reason: 'Discord answers slowly' };
  if (error instanceof LeaseLost) return { state: 'unknown', reason: 'the lease has ended' };
  if (error instanceof StorageAway)
    return { state: 'wait', seconds: 5, reason: 'The file storage cannot be reached' };
  if (error instanceof Overtaken) return { state: 'wait', seconds: 0, reason: 'Discord has news' };
  return readFailure(error);
}
