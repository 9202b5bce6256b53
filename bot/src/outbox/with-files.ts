import type { RawFile } from 'discord.js';
import pLimit from 'p-limit';
import type { OutboxFile } from '@ticketflow/supabase/contracts/outbox-entry.ts';
import { call } from '../database/call.ts';
import type { Database } from '../database/database.ts';
import { StorageAway, type Bucket } from '../storage/bucket.ts';
import { LeaseLost, leaseLonger, type Lease } from './lease.ts';

/** Replies whose files are in memory at the same time: twice 24 MB, of which sending makes some copies (130 MB measured for one). */
const atOnce = 2;

/** A reply waits this long for its turn, and its files take this long to come (ms): with the sending, less than a longer lease. */
const turnMs = 30_000;
const readMs = 60_000;

const limit = pLimit(atOnce);

/** Does work with files when its turn comes. Throws a StorageAway when that takes too long. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      reject(new StorageAway('too many files at once'));
    }, turnMs);
    void limit(async () => {
      clearTimeout(timer);
      if (!isLate) await work().then(resolve, reject);
    });
  });
}

type Given = { sql: Database; worker: string; bucket: Bucket | null };

/**
 * Sends something with its files, which are in memory for that time, under a lease that is long enough for it. Throws a
 * StorageRefusal, a StorageAway, a LeaseLost, and what `send` throws.
 */
export async function withFiles<T>(
  given: Given,
  { lane, files, lease }: { lane: string; files: OutboxFile[]; lease: Lease },
  send: (files: RawFile[]) => Promise<T>,
): Promise<T> {
  const { bucket } = given;
  if (files.length === 0) return send([]);
  if (!bucket) throw new Error('files are sent by a bot with a key to the file storage');
  await hold(given, lane, lease);
  return inTurn(async () => {
    const signal = AbortSignal.timeout(readMs);
    const read: RawFile[] = [];
    for (const { name, content_type, path } of files)
      read.push({ name: safeName(name), contentType: content_type, data: await bucket.read(path, signal) });
    await hold(given, lane, lease);
    return send(read);
  });
}

async function hold({ sql, worker }: Given, lane: string, lease: Lease): Promise<void> {
  const longer = leaseLonger();
  const isHeld = await call(sql, 'extend_lease', { lane, worker, seconds: longer.seconds });
  if (!isHeld) throw new LeaseLost();
  lease.until = longer.until;
}

/** Without what a form or a path could take for its own. */
const safeName = (name: string) => name.replaceAll(/[\p{Cc}"/\\]/gu, '_');
