import type postgres from 'postgres';

export type Replayed = { id: string; event: string; payload: unknown };

/** A private topic's last stored broadcasts since `since` (milliseconds of the Unix epoch), oldest first. */
export async function readReplay(
  sql: postgres.Sql,
  topic: string,
  { since, limit }: { since: number; limit: number },
): Promise<Replayed[]> {
  const rows = await sql<Replayed[]>`
    select id, event, payload from realtime.messages
    where topic = ${topic} and private and extension = 'broadcast' and event is not null and payload is not null
      and inserted_at >= to_timestamp(${since / 1000}) at time zone 'utc'
    order by inserted_at desc limit ${limit}`;
  return [...rows].reverse();
}
