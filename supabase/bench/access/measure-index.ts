import { expectCount, type Row } from '../report.ts';
import { bigGuild, type Database } from './database.ts';

const writes = 1000;

/** What the index of words costs a message: written with it and, in a transaction that is rolled back, without. */
export async function measureIndex({ sql }: Database): Promise<Row[]> {
  const measured = new Map<boolean, { ms: number; bytes: number }>();
  const rolledBack = Symbol('rolled back');
  for (const isIndexed of [true, false])
    await sql
      .begin(async (transaction) => {
        if (!isIndexed) await transaction`drop index public.messages_words_idx`;
        const said = await transaction`select guild_id, ticket_id, author_id, body from public.messages
          where guild_id = ${bigGuild} and kind = 'message' order by id limit ${writes}`;
        const [{ at }] = (await transaction`select pg_current_wal_insert_lsn() as at`) as unknown as [
          { at: string },
        ];
        const from = performance.now();
        for (const [n, row] of said.entries())
          await transaction`insert into public.messages ${transaction({
            ...(row as Record<string, string>),
            kind: 'message',
            discord_message_id: String(1_990_000_000_000_000_000n + BigInt(n)),
            position: `0${1_990_000_000_000_000_000n + BigInt(n)}`,
            created_at: new Date(),
            made_in: 99,
            revision: 99,
          })}`;
        const ms = performance.now() - from;
        const [{ bytes, found }] = (await transaction`select
          pg_wal_lsn_diff(pg_current_wal_insert_lsn(), ${at})::integer as bytes,
          (select count(*) from public.messages where made_in = 99 and revision = 99)::integer as found`) as unknown as [
          { bytes: number; found: number },
        ];
        expectCount('Messages written', found, writes);
        measured.set(isIndexed, { ms: ms / writes, bytes: bytes / writes });
        throw rolledBack;
      })
      .catch((error: unknown) => {
        if (error !== rolledBack) throw error;
      });
  const [indexed, bare] = [measured.get(true)!, measured.get(false)!];
  return [
    {
      metric: `write-ahead log of a message, with its words in the index of search (${writes})`,
      value: indexed.bytes,
      unit: 'bytes',
      against: `without that index: ${bare.bytes.toFixed(0)} bytes; ${indexed.ms.toFixed(2)} against ${bare.ms.toFixed(2)} ms`,
      ratio: indexed.bytes / bare.bytes,
    },
  ];
}
