import type postgres from 'postgres';
import type { Broadcast } from './hub.ts';

type Row = {
  id: string;
  topic: string;
  event: string;
  private: boolean;
  payload: unknown;
  binary_payload?: Buffer | null;
};

/**
 * Hears of every broadcast that is stored in realtime.messages and committed, in the order of commits, and hands it on.
 * Realtime reads the table by logical decoding; here a trigger notifies (platform.sql), which commits and rolls back with
 * its transaction just the same. What is too long for a notification is read back by its key.
 */
export async function listenForBroadcasts(
  sql: postgres.Sql,
  publish: (broadcast: Broadcast) => void,
  log: (line: string) => void,
): Promise<{ stop: () => Promise<void> }> {
  let turn = Promise.resolve();
  const hand = (row: Row) =>
    publish({
      topic: row.topic,
      isPrivate: row.private,
      event: row.event,
      content: row.binary_payload ? { bytes: row.binary_payload } : { json: row.payload },
      id: row.id,
    });
  // The key goes there as text: a Date would lose its microseconds.
  const readBack = async ({ id, inserted_at }: { id: string; inserted_at: string }) => {
    const [row] = await sql<Row[]>`
      select id, topic, event, private, payload, binary_payload from realtime.messages
      where id = ${id} and inserted_at = ${inserted_at}::text::timestamp`;
    if (row) hand(row);
  };
  const feed = await sql.listen('ticketflow_local_realtime', (text) => {
    const note = JSON.parse(text) as Row | { id: string; inserted_at: string };
    turn = turn
      .then(() => ('inserted_at' in note ? readBack(note) : hand(note)))
      .catch((error: unknown) => log(`realtime: a stored broadcast was lost: ${String(error)}`));
  });
  return { stop: async () => feed.unlisten().catch(() => {}) };
}
