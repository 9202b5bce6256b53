import { readFile } from 'node:fs/promises';
import postgres from 'postgres';

/**
 * Lays out in the database of `superuserUrl` what hosted Supabase gives before the first migration (platform.sql).
 * Does nothing in a database that has it. Returns whether it was new.
 */
export async function preparePlatform(superuserUrl: string): Promise<boolean> {
  const sql = postgres(superuserUrl, { max: 1, onnotice: () => {} });
  try {
    const [found] = await sql`select to_regclass('realtime.messages') is not null as "isPrepared"`;
    if (found?.isPrepared) return false;
    const script = await readFile(new URL('./platform.sql', import.meta.url), 'utf8');
    await sql.unsafe(script).simple();
    return true;
  } finally {
    await sql.end();
  }
}
