import { setTimeout as wait } from 'node:timers/promises';
import { RESTJSONErrorCodes, Routes, type APIMessage } from 'discord.js';
import { isRefusal } from '../discord/is-refusal.ts';
import { page, readPage, type ReadDiscord } from '../discord/read-discord.ts';
import { byAge } from '../discord/snowflake.ts';
import { toReactions } from '../discord/to-discord-message.ts';
import { describeError, type Log } from '../log.ts';
import type { ChannelQueue } from './channel-queue.ts';
import type { TicketChannels } from './ticket-channels.ts';

/** A channel's reactions are read at once, and again this much later (ms) at the earliest: a storm is few requests. */
const pause = 500;

/** Messages that may wait to be read; beyond, they are left to catching up. */
const bound = 5000;

/** A read that fails is tried this often. */
const patience = 5;

type Given = {
  read: ReadDiscord;
  queue: ChannelQueue;
  channels: TicketChannels;
  log: Log;
  signal: AbortSignal;
  /** Something since then (ms since 1970) was left out: catch up. */
  onMissed: (since: number) => void;
};

export type Reactions = ReturnType<typeof followReactions>;

/**
 * Keeps reactions as Discord shows them. An event says who reacted, not how many have: counting events would count one twice that comes again
 * after a resume, and one that a page told already. So an event only says "look": the message is read, once for all that came
 * meanwhile, and what Discord shows goes to the database behind the message itself, in the channel's queue.
 */
export function followReactions({ read, queue, channels, log, signal, onMissed }: Given) {
  const waiting = new Map<string, Set<string>>();
  const watches = new Map<string, Set<Set<string>>>();
  let count = 0;

  function look(guildId: string, channelId: string, messageId: string): void {
    if (signal.aborted || channels.recall(channelId) === false) return;
    for (const touched of watches.get(channelId) ?? []) touched.add(messageId);
    const messages = waiting.get(channelId) ?? new Set();
    if (messages.has(messageId)) return;
    if (count >= bound) return onMissed(Date.now());
    add(messages, messageId);
    if (waiting.has(channelId)) return;
    waiting.set(channelId, messages);
    void follow(guildId, channelId, messages);
  }

  function add(messages: Set<string>, id: string): void {
    if (!messages.has(id)) count += 1;
    messages.add(id);
  }

  function takeAll(messages: Set<string>): string[] {
    const all = [...messages].sort(byAge);
    messages.clear();
    count -= all.length;
    return all;
  }

  /** The one reader of a channel, as long as there is something to look at. */
  async function follow(guildId: string, channelId: string, messages: Set<string>): Promise<void> {
    let failures = 0;
    while (messages.size > 0 && !signal.aborted) {
      const asked = takeAll(messages);
      try {
        if (!(channels.recall(channelId) ?? (await channels.ask(channelId)))) break;
        for (const id of await readSome(guildId, channelId, asked)) add(messages, id);
        failures = 0;
      } catch (error) {
        failures += 1;
        if (!isRefusal(error) && failures <= patience) for (const id of asked) add(messages, id);
        // The message is gone meanwhile: nothing is left to show.
        else if (!isRefusal(error, RESTJSONErrorCodes.UnknownMessage))
          log.warn({ channel: channelId, ...describeError(error) }, 'reactions could not be read');
      }
      await wait(pause * 2 ** failures, undefined, { signal }).catch(() => {});
    }
    takeAll(messages);
    waiting.delete(channelId);
  }

  /** Reads one message, or the page from the oldest of several on. Gives the ids that are still to be read. */
  async function readSome(guildId: string, channelId: string, asked: string[]): Promise<string[]> {
    const found =
      asked.length === 1
        ? [await read<APIMessage>(Routes.channelMessage(channelId, asked[0]!))]
        : await readPage(read, channelId, String(BigInt(asked[0]!) - 1n));
    const wanted = new Set(asked);
    for (const { id, reactions } of found)
      if (wanted.has(id))
        queue.add(guildId, channelId, { kind: 'reactions', id, reactions: toReactions(reactions) });
    const end = found.length === page ? found.at(-1)!.id : null;
    return end ? asked.filter((id) => byAge(id, end) > 0) : [];
  }

  return {
    look,

    /**
     * Runs work that writes what it has read of a channel's messages. Those on which somebody reacts meanwhile are looked at
     * again when it has ended: what it wrote of them may be older than what the event brought.
     */
    async lookAfter<T>(guildId: string, channelId: string, work: () => Promise<T>): Promise<T> {
      const touched = new Set<string>();
      const all = watches.get(channelId) ?? new Set();
      watches.set(channelId, all.add(touched));
      try {
        return await work();
      } finally {
        all.delete(touched);
        if (all.size === 0) watches.delete(channelId);
        for (const id of touched) look(guildId, channelId, id);
      }
    },
  };
}
