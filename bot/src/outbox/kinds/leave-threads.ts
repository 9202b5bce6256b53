import { RESTJSONErrorCodes, type REST } from 'discord.js';
import pLimit from 'p-limit';
import type { Order } from '../../access/keep-order.ts';
import { allEnded } from '../../all-ended.ts';
import { call } from '../../database/call.ts';
import type { Database } from '../../database/database.ts';
import { isRefusal } from '../../discord/is-refusal.ts';
import { recordChannelDeleted } from '../../tickets/record-deletions.ts';
import { removeMember } from '../compare-thread.ts';
import type { EntryOf, OutboxKind } from '../outbox-kind.ts';
import { Overtaken } from '../read-entry-failure.ts';
import { giveUpEntry, settleEntry } from '../settle.ts';

export const leaveThreads = {
  work: leaveAll,
  giveUp: giveUpEntry,
} satisfies OutboxKind<'leave_threads'>;

type Given = { sql: Database; rest: REST; order: Order };

/** How many threads a person is removed from at the same time. */
const threadsAtOnce = 8;

/**
 * Removes a person who lost access from the guild's private threads: a lost role leaves its holder inside. Which threads they
 * are is asked now, after all that events have said of the guild, so that a role given back meanwhile keeps them in.
 * Throws what REST throws.
 */
async function leaveAll({ sql, rest, order }: Given, entry: EntryOf<'leave_threads'>): Promise<void> {
  const guildId = entry.guild_id;
  const personId = entry.payload.person_id;
  await order.watching(guildId, async (touched) => {
    let threads: string[] = [];
    await order.inOrder(guildId, async () => {
      threads = await call(sql, 'threads_to_leave', { guild: guildId, person: personId });
    });
    // No time is asserted: twice does no harm, and a lease would cut off at the same thread again and again.
    const limit = pLimit(threadsAtOnce);
    const leaveOne = async (thread: string) => {
      // An event has spoken of them meanwhile: ask again.
      if (touched.has(personId)) throw new Overtaken();
      await leave({ sql, rest }, guildId, thread, personId);
    };
    await allEnded(threads.map((thread) => limit(leaveOne, thread)));
  });
  await settleEntry(sql, entry, 'done');
}

async function leave(
  { sql, rest }: Omit<Given, 'order'>,
  guildId: string,
  threadId: string,
  personId: string,
): Promise<void> {
  try {
    await removeMember(rest, threadId, personId, false);
  } catch (error) {
    if (!isRefusal(error, RESTJSONErrorCodes.UnknownChannel)) throw error;
    await recordChannelDeleted(sql, guildId, threadId);
  }
}
