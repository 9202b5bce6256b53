import type { Answer } from './ask.ts';
import { createSendQueue, type OutgoingMessage, type SendQueue } from './send-queue.ts';

type Options = {
  /** Where on this device waits what could not be sent yet. */
  storageKey: string;
  ask: (name: string, args: Record<string, unknown>) => Promise<Answer<unknown>>;
  isOnline: () => boolean;
  onPosted: (message: OutgoingMessage) => Promise<void>;
  onRefused: (message: OutgoingMessage, words: string) => void;
};

/* eslint-disable svelte/prefer-svelte-reactivity -- a moment, not a clock */

/** After a failure the queue is tried again this much later, and at once when the network returns. */
const RETRY_MS = 3000;

/** What the person has written and the database does not have yet: on the screen, and on this device across pages. */
export class Outgoing {
  readonly #storageKey: string;
  readonly #queue: SendQueue;
  #whenSent: { ticketId: string; resolve: () => void }[] = [];
  items = $state.raw<OutgoingMessage[]>([]);

  constructor({ storageKey, ...options }: Options) {
    this.#storageKey = storageKey;
    this.#queue = createSendQueue({ ...options, retryMs: RETRY_MS, onChange: (items) => this.#take(items) });
  }

  of(ticketId: string | null): OutgoingMessage[] {
    return this.items.filter((item) => item.ticketId === ticketId);
  }

  /** Place in the ticket's queue, from 1, of a message that waits for the network; null when it does not. */
  placeOf(id: string): number | null {
    const item = this.items.find((each) => each.id === id);
    if (item?.state !== 'waiting') return null;
    return (
      this.of(item.ticketId)
        .filter((each) => each.state === 'waiting')
        .indexOf(item) + 1
    );
  }

  send(messages: Omit<OutgoingMessage, 'state' | 'at'>[]): void {
    const at = new Date().toISOString();
    this.#queue.add(messages.map((message) => ({ ...message, at, state: 'waiting' })));
  }

  /** Sends what an earlier page could not. */
  restore(): void {
    try {
      const kept = JSON.parse(localStorage.getItem(this.#storageKey) ?? '[]') as OutgoingMessage[];
      this.#queue.add(kept.map((item) => ({ ...item, state: 'waiting' })));
    } catch {
      // Unreadable: nothing to restore.
    }
  }

  resume(): void {
    this.#queue.resume();
  }

  /** Resolves when nothing of a ticket is on its way any more: all is posted, or given back. */
  whenSent(ticketId: string): Promise<void> {
    if (this.of(ticketId).length === 0) return Promise.resolve();
    return new Promise((resolve) => this.#whenSent.push({ ticketId, resolve }));
  }

  stop(): void {
    this.#queue.stop();
  }

  #take(items: OutgoingMessage[]): void {
    this.items = items;
    const isDone = (ticketId: string) => this.of(ticketId).length === 0;
    for (const { resolve } of this.#whenSent.filter((each) => isDone(each.ticketId))) resolve();
    this.#whenSent = this.#whenSent.filter((each) => !isDone(each.ticketId));
    try {
      const kept = items.filter((item) => item.state !== 'posted');
      if (kept.length > 0) localStorage.setItem(this.#storageKey, JSON.stringify(kept));
      else localStorage.removeItem(this.#storageKey);
    } catch {
      // Storage may be forbidden or full: then what waits lives as long as the page.
    }
  }
}
