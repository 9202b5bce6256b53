import { device, onOtherTab } from './device.svelte.ts';
import type { AskToWrite, createSendQueue, OutgoingItem, SendQueue } from './send-queue.ts';
import {
  outgoingKey,
  storeOutgoing,
  type OutgoingMessage,
  type OutgoingStore,
  type Unreadable,
} from './store-outgoing.ts';
import type { Refusal } from './parse-draft.ts';

/** Makes the queue that sends: it comes with what connects, for without that nothing can be sent. */
export type CreateQueue = (
  options: Omit<Parameters<typeof createSendQueue>[0], 'alone'> & { lock: string },
) => SendQueue;

type Options = {
  /** Whose words these are: another person on this device never sees or sends them. */
  person: string;
  ask: AskToWrite;
  isOnline: () => boolean;
  /** Whether the database answered the last time. */
  isReached: () => boolean;
  onPosted: (message: OutgoingMessage) => Promise<void>;
  onRefused: (message: OutgoingMessage, refusal: Refusal) => void;
  /** Words that are kept and cannot be read, so that they cannot be sent. */
  onUnreadable: (kept: Unreadable[]) => void;
};

/* eslint-disable svelte/prefer-svelte-reactivity -- a moment, not a clock */

/** After a failure the queue is tried again this much later, and at once when the network returns; seldom while nobody looks. */
const RETRY_MS = 3000;
const RETRY_HIDDEN_MS = 30_000;

/** What the person has written and the database does not have yet: on the screen, and on this device across pages and tabs. */
export class Outgoing {
  readonly #options: Options;
  #kept: OutgoingStore | null = null;
  #queue: SendQueue | null = null;
  #whenSent: { ticketId: string; resolve: () => void }[] = [];
  items = $state.raw<OutgoingItem[]>([]);

  constructor(options: Options) {
    this.#options = options;
  }

  of(ticketId: string | null): OutgoingItem[] {
    return this.items.filter((item) => item.ticketId === ticketId);
  }

  /** Position in the ticket's queue, from 1, of a message that waits for the network; null when it is on its way. */
  positionOf(id: string): number | null {
    const item = this.items.find((each) => each.id === id);
    if (item?.state !== 'waiting' || (this.#options.isOnline() && this.#options.isReached())) return null;
    return (
      this.of(item.ticketId)
        .filter((each) => each.state === 'waiting')
        .indexOf(item) + 1
    );
  }

  /** Messages are kept before anything else happens: closed a moment later, the page has lost nothing. */
  send(messages: Omit<OutgoingMessage, 'order' | 'at'>[]): void {
    const at = new Date().toISOString();
    this.#kept?.add(messages.map((message) => ({ ...message, at })));
    this.#refresh();
  }

  /** Shows what earlier pages and other tabs could not send. In the browser; returns the end. */
  start(): () => void {
    const { person, onUnreadable } = this.#options;
    this.#kept = storeOutgoing(device, person);
    this.#refresh();
    const unreadable = this.#kept.unreadable();
    if (unreadable.length > 0) onUnreadable(unreadable);
    return onOtherTab((key) => {
      if (!key || key.startsWith(outgoingKey(person))) this.#refresh();
    });
  }

  /** Sends what waits, and what is written from now on. Returns the end. */
  connect(createQueue: CreateQueue): () => void {
    if (!this.#kept) return () => {};
    const { person } = this.#options;
    const queue = createQueue({
      ...this.#options,
      kept: this.#kept,
      lock: `send:${person}`,
      retryMs: () => (document.hidden ? RETRY_HIDDEN_MS : RETRY_MS),
      onChange: (items) => this.#take(items),
    });
    this.#queue = queue;
    queue.refresh();
    return () => {
      queue.stop();
      this.#queue = null;
    };
  }

  #refresh(): void {
    if (this.#queue) this.#queue.refresh();
    else this.#take((this.#kept?.list() ?? []).map((item) => ({ ...item, state: 'waiting' })));
  }

  /** Its writer has what could not be read. */
  forget(unreadable: Unreadable[]): void {
    for (const { key } of unreadable) device.remove(key);
  }

  resume(): void {
    this.#queue?.resume();
  }

  /** Resolves when nothing of a ticket is on its way any more: all is posted, or given back. */
  whenSent(ticketId: string): Promise<void> {
    if (this.of(ticketId).length === 0) return Promise.resolve();
    return new Promise((resolve) => this.#whenSent.push({ ticketId, resolve }));
  }

  #take(items: OutgoingItem[]): void {
    this.items = items;
    const isDone = (ticketId: string) => this.of(ticketId).length === 0;
    for (const { resolve } of this.#whenSent.filter((each) => isDone(each.ticketId))) resolve();
    this.#whenSent = this.#whenSent.filter((each) => !isDone(each.ticketId));
  }
}
