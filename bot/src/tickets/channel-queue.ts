import type { DiscordMessage, Reaction } from '@ticketflow/supabase/contracts/discord-message.ts';
import { isAway, type Database } from '../database/database.ts';
import { timeOf } from '../discord/snowflake.ts';
import { droppedEvents, ingestLag } from '../health/metrics.ts';
import { describeError, type Log } from '../log.ts';
import { recordChannelDeleted, recordDeletions } from './record-deletions.ts';
import { recordSeparately } from './record-messages.ts';
import { recordReactions } from './record-reactions.ts';
import type { TicketChannels } from './ticket-channels.ts';

/** What Discord said of a channel. */
export type Happening =
  | { kind: 'message'; message: DiscordMessage }
  | { kind: 'deletions'; ids: string[] }
  | { kind: 'reactions'; id: string; reactions: Reaction[] }
  | { kind: 'channel-gone' };

/** Rows of one transaction: the ticket's lock is held as long. */
const batch = 50;

/** Happenings that may wait in memory, and as many while the database is away; beyond, they are dropped and caught up later. */
const bound = 5000;

type Given = {
  sql: Database;
  channels: TicketChannels;
  log: Log;
  /** Something since then (ms since 1970) was dropped: catch up. */
  onMissed: (since: number) => void;
};

export type ChannelQueue = ReturnType<typeof createChannelQueue>;

/**
 * Writes to the database what happened in each channel, in the gateway's order: one writer a channel, which takes what
 * has gathered meanwhile as one transaction. Once something is dropped, all is, until the database knows from where on to
 * read again: a later message must not be taken for the newest known one. What happened to messages that were there before
 * is kept for then, since catching up reads only the newest of them again.
 */
export function createChannelQueue({ sql, channels, log, onMissed }: Given) {
  const waiting = new Map<string, Happening[]>();
  const writers = new Map<string, Promise<void>>();
  /** Edits, deletions and reactions of the time in which all is dropped. */
  let kept: { guildId: string; channelId: string; happening: Happening }[] = [];
  let count = 0;
  let missed = 0;

  function add(guildId: string, channelId: string, happening: Happening): void {
    if (channels.recall(channelId) === false) return;
    if (count >= bound || missed > 0) return miss(guildId, channelId, [happening]);
    const queue = waiting.get(channelId);
    count += 1;
    if (queue) queue.push(happening);
    else waiting.set(channelId, [happening]);
    if (!writers.has(channelId)) writers.set(channelId, write(guildId, channelId));
  }

  async function write(guildId: string, channelId: string): Promise<void> {
    for (let queue = waiting.get(channelId); queue?.length; queue = waiting.get(channelId)) {
      const part = takeAlike(queue);
      try {
        const isTicket = channels.recall(channelId) ?? (await channels.ask(channelId, since(part[0]!)));
        if (isTicket && missed > 0) miss(guildId, channelId, part);
        else if (isTicket) await record(guildId, channelId, part);
      } catch (error) {
        lose(error, guildId, channelId, part);
      }
      count -= part.length;
    }
    waiting.delete(channelId);
    writers.delete(channelId);
  }

  async function record(guildId: string, channelId: string, part: Happening[]): Promise<void> {
    const messages = part.flatMap((happening) => (happening.kind === 'message' ? [happening.message] : []));
    const ids = part.flatMap((happening) => (happening.kind === 'deletions' ? happening.ids : []));
    const reactions = part.flatMap((happening) => (happening.kind === 'reactions' ? [happening] : []));
    if (messages.length) await recordLive(guildId, channelId, messages);
    else if (reactions.length) await recordReactions(sql, guildId, channelId, reactions);
    else if (ids.length) await recordDeletions(sql, guildId, channelId, ids);
    else {
      await recordChannelDeleted(sql, guildId, channelId);
      channels.forget(channelId);
    }
  }

  /** One message that the database refuses does not take the others with it. */
  async function recordLive(guildId: string, channelId: string, messages: DiscordMessage[]): Promise<void> {
    await recordSeparately(sql, messages, (error, message) =>
      lose(error, guildId, channelId, [{ kind: 'message', message }]),
    );
    for (const { id, edited_at } of messages)
      if (!edited_at) ingestLag.observe(Math.max(0, Date.now() - timeOf(id)) / 1000);
  }

  function lose(error: unknown, guildId: string, channelId: string, part: Happening[]): void {
    if (isAway(error)) return miss(guildId, channelId, part);
    log.error(describeError(error), 'the database refused what happened in a channel');
  }

  function miss(guildId: string, channelId: string, part: Happening[]): void {
    if (missed === 0) log.warn('the database is away: events are dropped and caught up when it is back');
    missed += part.length;
    droppedEvents.inc(part.length);
    let earliest = Date.now();
    for (const happening of part)
      if (isOfEarlier(happening) && kept.length < bound) kept.push({ guildId, channelId, happening });
      else earliest = Math.min(earliest, since(happening));
    onMissed(earliest);
  }

  return {
    add,
    /** Events may be written again. Gives how many were dropped. */
    takeMissed(): number {
      const howMany = missed;
      missed = 0;
      const again = kept;
      kept = [];
      for (const { guildId, channelId, happening } of again) add(guildId, channelId, happening);
      return howMany;
    },
    /** Settles when all that waits is written. */
    async drain(): Promise<void> {
      await Promise.all(writers.values());
    },
  };
}

/** Takes the first happenings of one kind off the queue. */
function takeAlike(queue: Happening[]): Happening[] {
  const kind = queue[0]?.kind;
  const end = queue.findIndex((happening) => happening.kind !== kind);
  return queue.splice(0, Math.min(end === -1 ? queue.length : end, batch));
}

/** Whether it happened to a message, or a channel, that was there before: recorded late it says the same. */
function isOfEarlier(happening: Happening): boolean {
  return happening.kind !== 'message' || happening.message.edited_at !== null;
}

/** From when on a channel must be read again to learn what happened (ms since 1970). */
function since(happening: Happening): number {
  return happening.kind === 'message' ? timeOf(happening.message.id) : Date.now();
}
