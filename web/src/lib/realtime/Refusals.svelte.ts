/* eslint-disable svelte/prefer-svelte-reactivity -- replaced whole */
import { readDraft, writeDraft } from '#lib/tickets/keep-drafts.ts';
import type { OutgoingMessage } from './send-queue.ts';

/** Replies and notes that the database refused: back in their drafts, and why, by ticket, until something is written. */
export class Refusals {
  readonly #me: string;
  #words = $state.raw<ReadonlyMap<string, string>>(new Map());

  constructor(me: string) {
    this.#me = me;
  }

  /** Why the last message to a ticket was refused; undefined when none was. */
  of(ticketId: string): string | undefined {
    return this.#words.get(ticketId);
  }

  /** Puts what was refused back into the draft, before what has been written since. */
  readonly giveBack = ({ ticketId, kind, body, quote }: OutgoingMessage, words: string): void => {
    const draft = readDraft(this.#me, ticketId);
    writeDraft(this.#me, ticketId, {
      kind,
      body: draft.body.trim() ? `${body}\n\n${draft.body}` : body,
      quote: draft.quote ?? quote,
    });
    this.#words = new Map(this.#words).set(ticketId, words);
  };

  forget(ticketId: string): void {
    if (!this.#words.has(ticketId)) return;
    const all = new Map(this.#words);
    all.delete(ticketId);
    this.#words = all;
  }
}
