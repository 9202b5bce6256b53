import { randomUUID } from 'node:crypto';
import type postgres from 'postgres';
import { callerSettings, takeOn } from '../caller-role.ts';
import type { Claims } from '../jwt.ts';

export type Extension = 'broadcast' | 'presence';

/** Which of a topic's extensions the policies on realtime.messages let the caller read. */
export type Readable = Record<Extension, boolean>;

/** Ends a probe's transaction: nothing of it may stay. */
const rollBack = Symbol('roll back');

/**
 * Asks the read policies as Realtime does (supabase/realtime lib/realtime/tenants/authorization.ex): as owner, insert a
 * row per extension with only topic and extension, take on the caller's role and claims, see which rows are visible,
 * roll back. Policies therefore see realtime.topic() and `extension`, but no event, no payload and private = false.
 */
export async function checkRead(
  sql: postgres.Sql,
  topic: string,
  claims: Claims,
  extensions: Extension[],
): Promise<Readable> {
  const ids = Object.fromEntries(extensions.map((extension) => [extension, randomUUID()]));
  const visible = await probe(sql, async (transaction) => {
    const rows = extensions.map((extension) => ({ id: ids[extension], topic, extension }));
    const [, , found] = await Promise.all([
      transaction`insert into realtime.messages ${transaction(rows)}`,
      takeOn(transaction, settingsFor(topic, claims)),
      transaction<
        { id: string }[]
      >`select id from realtime.messages where id = any(${Object.values(ids)}::uuid[])`,
    ]);
    return new Set(found.map((row) => row.id));
  });
  const isVisible = (extension: Extension) => visible?.has(ids[extension] ?? '') ?? false;
  return { broadcast: isVisible('broadcast'), presence: isVisible('presence') };
}

/** Asks the write policy of one extension: an insert as the caller, rolled back; 42501 means no. */
export async function checkWrite(
  sql: postgres.Sql,
  topic: string,
  claims: Claims,
  extension: Extension,
): Promise<boolean> {
  const isWritten = await probe(sql, async (transaction) => {
    await Promise.all([
      takeOn(transaction, settingsFor(topic, claims)),
      transaction`insert into realtime.messages (topic, extension) values (${topic}, ${extension})`,
    ]);
    return true;
  });
  return isWritten ?? false;
}

/** Runs in a transaction that is always rolled back. Permission denied is `undefined`; other failures are thrown. */
async function probe<T>(sql: postgres.Sql, run: (transaction: postgres.TransactionSql) => Promise<T>) {
  let result: T | undefined;
  try {
    await sql.begin(async (transaction) => {
      result = await run(transaction);
      throw rollBack;
    });
  } catch (error) {
    if (error === rollBack) return result;
    if ((error as { code?: string }).code !== '42501') throw error;
  }
  return undefined;
}

const settingsFor = (topic: string, claims: Claims) => ({
  ...callerSettings(claims),
  'realtime.topic': topic,
  'request.headers': '{}',
});
