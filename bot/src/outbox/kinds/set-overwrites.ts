import type { Guild, REST } from 'discord.js';
import type { Database } from '../../database/database.ts';
import { compareThread } from '../compare-thread.ts';
import { assertTime, type Lease } from '../lease.ts';
import type { EntryOf, OutboxKind } from '../outbox-kind.ts';
import { giveUpEntry, settleEntry } from '../settle.ts';
import { writeOverwrites } from '../write-overwrites.ts';

export const setOverwrites = {
  work: set,
  giveUp: giveUpEntry,
} satisfies OutboxKind<'set_overwrites'>;

type Given = {
  sql: Database;
  rest: REST;
  guild: (id: string) => Guild | undefined;
  applicationId: string;
};

/**
 * Lets into a ticket's channel whom its grants, its restriction and the names on it let in now, and nobody else. A channel's
 * overwrites are replaced as a whole, by one request; a thread has none, but members. Throws what REST throws.
 */
async function set(given: Given, entry: EntryOf<'set_overwrites'>, lease: Lease): Promise<void> {
  const { ticket } = entry;
  if (!ticket.channel_id || ticket.channel_state !== 'open')
    return settleEntry(given.sql, entry, 'dropped', { code: 'no_channel' });
  assertTime(lease);
  if (ticket.channel_kind === 'thread') await compareThread(given, ticket, ticket.channel_id);
  else await writeOverwrites(given, entry, ticket.channel_id);
  await settleEntry(given.sql, entry, 'done');
}
