/* eslint-disable svelte/prefer-svelte-reactivity -- replaced whole */
import { joinDrafts } from '#lib/outgoing/join-drafts.ts';
import type { Refusal } from '#lib/outgoing/parse-draft.ts';
import type { OutgoingMessage } from '#lib/outgoing/store-outgoing.ts';
import { readDraft, writeDraft } from '#lib/outgoing/store-drafts.ts';

/** Replies and notes that the database refused: back in their drafts, and why, by ticket, until something is written. */
export class Refusals {
  readonly #me: string;
  #known = $state.raw<ReadonlyMap<string, Refusal>>(new Map());
  /** What was given back to a draft and stands at its beginning: what is refused next comes after it. */
  #given = new Map<string, string>();
  /** Counts what was given back, so that a page that shows the reason already takes in the words of the next. */
  count = $state(0);

  constructor(me: string) {
    this.#me = me;
  }

  /** Why the last message to a ticket was refused; undefined when none was. */
  of(ticketId: string): Refusal | undefined {
    return this.#known.get(ticketId);
  }

  /** Puts what was refused back into the draft, before what has been written since. */
  readonly giveBack = (message: OutgoingMessage, refusal: Refusal): void => {
    const { ticketId } = message;
    const { draft, given } = joinDrafts(
      readDraft(this.#me, ticketId),
      message,
      this.#given.get(ticketId) ?? '',
    );
    this.#given.set(ticketId, given);
    writeDraft(this.#me, ticketId, { ...draft, refusal });
    this.remember(ticketId, refusal);
  };

  /** Why a draft was refused, as it was kept with it: by an earlier page or another tab. */
  remember(ticketId: string, refusal: Refusal): void {
    this.#known = new Map(this.#known).set(ticketId, refusal);
    this.count += 1;
  }

  forget(ticketId: string): void {
    this.#given.delete(ticketId);
    if (!this.#known.has(ticketId)) return;
    const all = new Map(this.#known);
    all.delete(ticketId);
    this.#known = all;
  }
}
