import { RESTJSONErrorCodes, type REST } from 'discord.js';
import type { FileCopy } from '@ticketflow/supabase/contracts/file-copy.ts';
import type { Reason } from '@ticketflow/supabase/contracts/reasons.ts';
import { call } from '../database/call.ts';
import { isAway, type Database } from '../database/database.ts';
import { readFailure } from '../discord/read-failure.ts';
import { describeError, type Log } from '../log.ts';
import { StorageAway, StorageRefusal, type Bucket } from './bucket.ts';
import { measure, TooLarge } from './measure.ts';
import { CdnRefusal, NoAttachment, openAttachment } from './open-attachment.ts';

/** What is kept of one file: the bucket's limit, Discord's own without boosts. */
const fileLimit = 10_485_760;

/** A file that Discord does not give out is asked for this often. */
const patience = 6;

export type Copying = { sql: Database; rest: REST; cdnUrl: string; bucket: Bucket | null; log: Log };

type Outcome =
  | { state: 'stored'; sha256: string }
  | { state: 'failed'; reason: Reason }
  /** Tried again after some seconds; with a reason when a person may want to know. */
  | { state: 'waiting'; seconds: number; reason: Reason | null };

/**
 * Copies a file from Discord to Storage and settles it, or says what hinders it. The same copy may be made twice: the second
 * takes the place of the first. Throws when the database is away.
 */
export async function copyFile(given: Copying, copy: FileCopy, signal: AbortSignal): Promise<void> {
  const outcome = await transfer(given, copy, signal).catch((error: unknown): Outcome => {
    if (isAway(error)) throw error;
    const hindrance = signal.aborted
      ? wait(copy.attempts < 3 ? 5 : 600, null)
      : readHindrance(error, copy.attempts);
    given.log.warn(
      { file: copy.file_id, attempts: copy.attempts, state: hindrance.state, ...describeError(error) },
      'a file could not be copied',
    );
    return hindrance;
  });
  await settle(given.sql, copy.file_id, outcome);
}

async function transfer(given: Copying, copy: FileCopy, signal: AbortSignal): Promise<Outcome> {
  const { bucket } = given;
  if (!bucket) return wait(600, { code: 'copy_no_key' });
  const { stream, sha256 } = measure(await openAttachment(given, copy, signal), fileLimit);
  await bucket.put(copy.path, stream, copy.content_type, signal);
  return { state: 'stored', sha256: sha256() };
}

const wait = (seconds: number, reason: Reason | null): Outcome => ({ state: 'waiting', seconds, reason });
const fail = (reason: Reason): Outcome => ({ state: 'failed', reason });

/** What an error of a copy means. Whatever may pass is waited for: 5, 10, 20 … 600 seconds. */
function readHindrance(error: unknown, attempts: number): Outcome {
  const seconds = Math.min(5 * 2 ** Math.min(attempts - 1, 7), 600);
  // The stream's own error comes as the cause of the request that it broke.
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if (cause instanceof TooLarge) return fail({ code: 'copy_too_large' });
  if (error instanceof NoAttachment) return fail({ code: 'copy_too_late' });
  if (error instanceof CdnRefusal)
    return attempts < patience ? wait(seconds, null) : fail({ code: 'copy_withheld' });
  if (error instanceof StorageRefusal)
    return error.status === 401 || error.status === 403
      ? wait(600, { code: 'copy_key_refused' })
      : fail({ code: 'copy_refused', status: error.status });
  if (error instanceof StorageAway) return wait(5, null);
  const failure = readFailure(error);
  if (failure.state === 'wait') return wait(Math.max(failure.seconds, 1), null);
  if (failure.state === 'refused') {
    const codes: number[] = [RESTJSONErrorCodes.UnknownMessage, RESTJSONErrorCodes.UnknownChannel];
    return codes.includes(failure.code)
      ? fail({ code: 'copy_too_late' })
      : wait(600, { code: 'copy_unreadable' });
  }
  return wait(seconds, attempts < 4 ? null : { code: 'copy_waits' });
}

async function settle(sql: Database, file: string, outcome: Outcome): Promise<void> {
  await call(sql, 'settle_copy', {
    file,
    state: outcome.state,
    sha256: outcome.state === 'stored' ? outcome.sha256 : null,
    reason: outcome.state === 'stored' ? null : outcome.reason,
    seconds: outcome.state === 'waiting' ? outcome.seconds : 0,
  });
}
