import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type { ChannelView, Snowflake } from '../../../protocol.ts';
import { compareSnowflakes } from './snowflake.ts';

/** What a person has read, kept in this browser: the last message seen of each channel, and the muted channels. */
export class Unread {
  #read = new SvelteMap<Snowflake, Snowflake>();
  #muted = new SvelteSet<Snowflake>();
  /** Channels that came to be while this window looked on; unread even before anybody writes. */
  #appeared = new SvelteSet<Snowflake>();
  #mentions = new SvelteMap<Snowflake, number>();
  #key: string;

  constructor(person: Snowflake) {
    this.#key = `simulated-discord:read:${person}`;
    const stored = JSON.parse(localStorage.getItem(this.#key) ?? '{}') as Partial<Stored>;
    for (const [channel, message] of Object.entries(stored.read ?? {})) this.#read.set(channel, message);
    for (const channel of stored.muted ?? []) this.#muted.add(channel);
  }

  isUnread(channel: ChannelView): boolean {
    if (this.#muted.has(channel.id)) return false;
    if (this.#appeared.has(channel.id)) return true;
    const read = this.#read.get(channel.id);
    if (channel.last_message_id === null) return false;
    return read === undefined || compareSnowflakes(channel.last_message_id, read) > 0;
  }

  lastRead(channel: Snowflake): Snowflake | null {
    return this.#read.get(channel) ?? null;
  }

  mentions(channel: Snowflake): number {
    return this.#mentions.get(channel) ?? 0;
  }

  isMuted(channel: Snowflake): boolean {
    return this.#muted.has(channel);
  }

  markRead(channel: Snowflake, lastMessage: Snowflake | null): void {
    this.#appeared.delete(channel);
    this.#mentions.delete(channel);
    const read = this.#read.get(channel);
    if (lastMessage === null || (read !== undefined && compareSnowflakes(lastMessage, read) <= 0)) return;
    this.#read.set(channel, lastMessage);
    this.#store();
  }

  addAppeared(channel: Snowflake): void {
    this.#appeared.add(channel);
  }

  addMention(channel: Snowflake): void {
    this.#mentions.set(channel, this.mentions(channel) + 1);
  }

  toggleMuted(channel: Snowflake): void {
    if (!this.#muted.delete(channel)) this.#muted.add(channel);
    this.#store();
  }

  #store(): void {
    const stored: Stored = { read: Object.fromEntries(this.#read), muted: [...this.#muted] };
    localStorage.setItem(this.#key, JSON.stringify(stored));
  }
}

type Stored = { read: Record<Snowflake, Snowflake>; muted: Snowflake[] };
