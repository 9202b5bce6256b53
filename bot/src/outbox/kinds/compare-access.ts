import type { Guild, REST, RouteLike } from 'discord.js';
import { countRoles } from '../../access/count-roles.ts';
import { call } from '../../database/call.ts';
import type { Database } from '../../database/database.ts';
import type { ReadDiscord } from '../../discord/read-discord.ts';
import type { Log } from '../../log.ts';
import type { EntryOf, OutboxKind } from '../outbox-kind.ts';
import { giveUpEntry, settleEntry } from '../settle.ts';

export const compareAccess = {
  work: compare,
  giveUp: giveUpEntry,
} satisfies OutboxKind<'compare_access'>;

type Given = {
  sql: Database;
  rest: REST;
  guild: (id: string) => Guild | undefined;
  log: Log;
  /** Compares a guild with Discord, as the timer does. False when Discord does not show it: it is left, or in an outage. */
  compareGuild: (guildId: string) => Promise<boolean>;
};

/** Compares a guild with Discord because one of its admins wants it now, as the timer does. Throws what the comparison throws. */
async function compare(given: Given, entry: EntryOf<'compare_access'>): Promise<void> {
  const { sql, rest, guild, log } = given;
  // An admin waits for this one: it takes the turns of the outbox.
  const read: ReadDiscord = async <T>(route: RouteLike) => (await rest.get(route)) as T;
  const isCompared = await given.compareGuild(entry.guild_id);
  if (!isCompared) return settleEntry(sql, entry, 'dropped', { code: 'guild_hidden' });
  const counts = await countRoles({ read, guild, log }, entry.guild_id);
  // Together: the poke of the one is what tells the desk of the other.
  await sql.begin(async (transaction) => {
    await call(transaction, 'note_comparison', { guild: entry.guild_id, counts });
    await call(transaction, 'settle_entry', { entry: entry.id, outcome: 'done', reason: null });
  });
}
