// Maps here are either private bookkeeping or replaced whole ($state.raw): a page of changes redraws once.
/* eslint-disable svelte/prefer-svelte-reactivity */
import type { Answer } from './ask.ts';

type Ask = <T>(name: string, args: Record<string, unknown>) => Promise<Answer<T>>;

/** A reply or note on its way to the database. `id` is the message's own from the start: sent twice, it is written once. */
export type OutgoingMessage = {
  id: string;
  ticketId: string;
  kind: 'reply' | 'note';
  body: string;
  quote: { id: string; name: string; text: string } | null;
  at: string;
  state: 'waiting' | 'posting' | 'posted';
};

type Options = {
  storageKey: string;
  ask: Ask;
  isOnline: () => boolean;
  /** It is in the database; resolves when the page has it from there. */
  onPosted: (message: OutgoingMessage) => Promise<void>;
  onRefused: (message: OutgoingMessage, words: string) => void;
};

/** After a failure the queue is tried again this much later, and at once when the network returns. */
const RETRY_MS = 3000;

/**
 * Sends in order, per ticket, one at a time. What cannot be sent waits, on this device, and survives the page. A refusal
 * gives the words back to its writer.
 */
export class Outgoing {
  readonly #options: Options;
  readonly #busy = new Set<string>();
  #whenEmpty: { ticketId: string; resolve: () => void }[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  items = $state.raw<OutgoingMessage[]>([]);

  constructor(options: Options) {
    this.#options = options;
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
    this.#set([...this.items, ...messages.map((message) => ({ ...message, at, state: 'waiting' as const }))]);
    this.resume();
  }

  /** What an earlier page could not send. */
  restore(): void {
    try {
      const kept = JSON.parse(localStorage.getItem(this.#options.storageKey) ?? '[]') as OutgoingMessage[];
      const here = new Set(this.items.map((item) => item.id));
      this.items = [
        ...kept.filter((item) => !here.has(item.id)).map((item) => ({ ...item, state: 'waiting' as const })),
        ...this.items,
      ];
    } catch {
      // Unreadable: nothing to restore.
    }
    this.resume();
  }

  resume(): void {
    for (const ticketId of new Set(this.items.map((item) => item.ticketId))) void this.#run(ticketId);
  }

  /** Resolves when nothing of a ticket is on its way any more: all is posted, or given back. */
  whenSent(ticketId: string): Promise<void> {
    if (this.of(ticketId).length === 0) return Promise.resolve();
    return new Promise((resolve) => this.#whenEmpty.push({ ticketId, resolve }));
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  async #run(ticketId: string): Promise<void> {
    if (this.#busy.has(ticketId)) return;
    this.#busy.add(ticketId);
    for (;;) {
      const next = this.of(ticketId).find((item) => item.state !== 'posted');
      if (!next || !this.#options.isOnline()) break;
      this.#patch(next.id, 'posting');
      const answer = await this.#options.ask(
        next.kind === 'reply' ? 'post_reply' : 'add_note',
        next.kind === 'reply'
          ? { ticket: ticketId, message: next.id, body: next.body, reply_to: next.quote?.id ?? null }
          : { ticket: ticketId, message: next.id, body: next.body },
      );
      if (answer.ok) {
        this.#patch(next.id, 'posted');
        void this.#options.onPosted(next).finally(() => this.#remove(next.id));
      } else if (answer.why === 'refused') {
        this.#remove(next.id);
        this.#options.onRefused(next, answer.words);
      } else {
        this.#patch(next.id, 'waiting');
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.resume(), RETRY_MS);
        break;
      }
    }
    this.#busy.delete(ticketId);
  }

  #patch(id: string, state: OutgoingMessage['state']): void {
    this.#set(this.items.map((item) => (item.id === id ? { ...item, state } : item)));
  }

  #remove(id: string): void {
    this.#set(this.items.filter((item) => item.id !== id));
  }

  #set(items: OutgoingMessage[]): void {
    this.items = items;
    const isEmpty = (ticketId: string) => this.of(ticketId).length === 0;
    for (const { resolve } of this.#whenEmpty.filter((each) => isEmpty(each.ticketId))) resolve();
    this.#whenEmpty = this.#whenEmpty.filter((each) => !isEmpty(each.ticketId));
    try {
      const kept = items.filter((item) => item.state !== 'posted');
      if (kept.length > 0) localStorage.setItem(this.#options.storageKey, JSON.stringify(kept));
      else localStorage.removeItem(this.#options.storageKey);
    } catch {
      // Storage may be forbidden or full: then what waits lives as long as the page.
    }
  }
}
