/* eslint-disable svelte/prefer-svelte-reactivity -- replaced whole */
import { joinDrafts } from '#lib/outgoing/join-drafts.ts';
import type { OutgoingMessage } from '#lib/outgoing/store-outgoing.ts';
import { readDraft, writeDraft } from '#lib/outgoing/store-drafts.ts';

/** Replies and notes that the database refused: back in their drafts, and why, by ticket, until something is written. */
export class Refusals {
  readonly #me: string;
  #words = $state.raw<ReadonlyMap<string, string>>(new Map());
  /** What was given back to a draft and stands at its beginning: what is refused next comes after it. */
  #given = new Map<string, string>();
  /** Counts what was given back, so that a page that shows the reason already takes in the words of the next. */
  count = $state(0);

  constructor(me: string) {
    this.#me = me;
  }

  /** Why the last message to a ticket was refused; undefined when none was. */
  of(ticketId: string): string | undefined {
    return this.#words.get(ticketId);
  }

  /** Puts what was refused back into the draft, before what has been written since. */
  readonly giveBack = (message: OutgoingMessage, words: string): void => {
    const { ticketId } = message;
    const { draft, given } = joinDrafts(
      readDraft(this.#me, ticketId),
      message,
      this.#given.get(ticketId) ?? '',
    );
    this.#given.set(ticketId, given);
    writeDraft(this.#me, ticketId, { ...draft, refusal: words });
    this.remember(ticketId, words);
  };

  /** Why a draft was refused, as it was kept with it: by an earlier page or another tab. */
  remember(ticketId: string, words: string): void {
    this.#words = new Map(this.#words).set(ticketId, words);
    this.count += 1;
  }

  forget(ticketId: string): void {
    this.#given.delete(ticketId);
    if (!this.#words.has(ticketId)) return;
    const all = new Map(this.#words);
    all.delete(ticketId);
    this.#words = all;
  }
}
