// Maps here are either private bookkeeping or replaced whole ($state.raw): a page of changes redraws once.
/* eslint-disable svelte/prefer-svelte-reactivity */
import type { Person } from '@ticketflow/supabase/contracts/person.ts';
import { placeOf } from '@ticketflow/supabase/contracts/matches.ts';
import type { Ticket, TicketPage } from '@ticketflow/supabase/contracts/ticket.ts';
import type { Ask } from '#lib/realtime/ask.ts';
import type { Pulled } from '#lib/realtime/pull-loop.ts';
import { applyTickets, filterOf, rowsOf, type Edge, type Shown } from './inbox-rows.ts';

type Heard = {
  people: (people: Person[]) => void;
  /** A ticket went from what it was to what it is; null where it was not known or is not there any more. */
  change: (was: Ticket | null, is: Ticket | null) => void;
  /** What the person may see has changed: everything was reloaded. */
  reset: () => void;
};
/** How much of a list has been loaded. */
type Loaded = { edge: Edge; hasMore: boolean };

const keyOf = ({ view, category }: Shown) => `${view} ${category ?? ''}`;

/** The guild's tickets as far as this page has loaded them, kept current by `changes_since`. */
export class InboxFeed {
  readonly #guild: string;
  readonly #me: string;
  readonly #on: Heard;
  #cursor = '';
  #epoch = 0;
  #known = new Map<string, Ticket>();
  #readUpTo = new Map<string, number>();
  #loaded = new Map<string, Loaded>();
  /** Counts the changes of what is known, which is no reactive map: a page of a hundred changes redraws once. */
  #version = $state(0);
  shown = $state.raw<Shown>({ view: 'inbox', category: null });
  isLoading = $state(false);

  readonly hasMore = $derived((this.#version, this.#loaded.get(keyOf(this.shown))?.hasMore ?? false));
  readonly isLoaded = $derived((this.#version, this.#loaded.has(keyOf(this.shown))));
  readonly rows = $derived.by(() => {
    void this.#version;
    const loaded = this.#loaded.get(keyOf(this.shown));
    if (!loaded) return [];
    return this.#rowsOf(this.shown, loaded.hasMore ? loaded.edge : null);
  });

  /** The ticket without an owner that has waited longest; undefined while not all of them are known. */
  readonly oldestUnassigned = $derived.by(() => {
    void this.#version;
    const isKnown = (['unassigned', 'inbox'] as const).some(
      (view) => this.#loaded.get(keyOf({ view, category: null }))?.hasMore === false,
    );
    if (!isKnown) return undefined;
    const free = this.#rowsOf({ view: 'unassigned', category: null }, null);
    return free.toSorted((a, b) => (a.opened_at < b.opened_at ? -1 : 1))[0];
  });

  #rowsOf(shown: Shown, edge: Edge): Ticket[] {
    return rowsOf(this.#known.values(), filterOf(shown), this.#me, Date.now(), edge);
  }

  constructor(guild: string, me: string, on: Heard) {
    this.#guild = guild;
    this.#me = me;
    this.#on = on;
  }

  /** Takes a first page, as the server rendered it or as `reload` fetched it. */
  take(shown: Shown, page: TicketPage): void {
    this.#known = new Map();
    this.#loaded = new Map();
    this.#cursor = page.cursor;
    this.#epoch = page.epoch;
    this.shown = shown;
    this.#takePage(shown, page);
  }

  #takePage(shown: Shown, page: TicketPage): void {
    applyTickets(this.#known, page.tickets, this.#readUpTo);
    const last = page.tickets.at(-1);
    const before = this.#loaded.get(keyOf(shown))?.edge ?? null;
    this.#loaded.set(keyOf(shown), {
      edge: last ? placeOf(last, filterOf(shown).sort) : before,
      hasMore: page.has_more,
    });
    this.#on.people(page.people);
    this.#version++;
  }

  byNumber(number: number): Ticket | undefined {
    for (const ticket of this.#known.values()) if (ticket.number === number) return ticket;
    return undefined;
  }

  /** Shows a view; what has not been loaded of it is fetched. */
  async show(shown: Shown, ask: Ask): Promise<void> {
    if (keyOf(shown) !== keyOf(this.shown)) this.shown = shown;
    if (!this.#loaded.has(keyOf(shown))) await this.#fetchPage(shown, null, ask);
  }

  /** Gets to know a view without showing it. */
  async preload(shown: Shown, ask: Ask): Promise<void> {
    if (!this.#loaded.has(keyOf(shown))) await this.#fetchPage(shown, null, ask);
  }

  /** The next page of the view that is shown. */
  async loadMore(ask: Ask): Promise<void> {
    const loaded = this.#loaded.get(keyOf(this.shown));
    if (loaded?.hasMore && loaded.edge && !this.isLoading)
      await this.#fetchPage(this.shown, loaded.edge, ask);
  }

  async #fetchPage(shown: Shown, after: Edge, ask: Ask): Promise<void> {
    this.isLoading = true;
    const answer = await ask('list_tickets', {
      guild: this.#guild,
      filter: filterOf(shown),
      after: after ?? undefined,
      page_size: 50,
    });
    this.isLoading = false;
    if (answer.ok) this.#takePage(shown, answer.data);
  }

  /** What changed since the last time. Throws when the database cannot be reached. */
  async pull(ask: Ask): Promise<Pulled> {
    if (!this.isLoaded) await this.show(this.shown, ask);
    let pulled: Pulled = 'nothing';
    for (;;) {
      const answer = await ask('changes_since', {
        guild: this.#guild,
        cursor: this.#cursor,
        epoch: this.#epoch,
      });
      if (!answer.ok) throw new Error(answer.words);
      const changes = answer.data;
      if (changes.state === 'reset') {
        this.#on.reset();
        return this.reload(ask);
      }
      // Rows of the cursor's own transaction repeat: only a greater revision is something new.
      if (this.#apply(changes.tickets, changes.gone)) pulled = 'something';
      this.#on.people(changes.people);
      this.#cursor = changes.cursor;
      if (changes.state === 'level') return pulled;
    }
  }

  /** The first load again. Throws when the database cannot be reached. */
  async reload(ask: Ask): Promise<Pulled> {
    const { shown } = this;
    const answer = await ask('list_tickets', {
      guild: this.#guild,
      filter: filterOf(shown),
      page_size: 50,
    });
    if (!answer.ok) throw new Error(answer.words);
    this.take(shown, answer.data);
    return 'something';
  }

  #apply(tickets: readonly Ticket[], gone: readonly string[]): boolean {
    const fresh = tickets.filter((ticket) => (this.#known.get(ticket.id)?.revision ?? -1) < ticket.revision);
    const lost = gone.filter((id) => this.#known.has(id));
    for (const ticket of fresh) this.#on.change(this.#known.get(ticket.id) ?? null, ticket);
    for (const id of lost) this.#on.change(this.#known.get(id) ?? null, null);
    applyTickets(this.#known, tickets, this.#readUpTo);
    for (const id of lost) this.#known.delete(id);
    if (tickets.length > 0 || lost.length > 0) this.#version++;
    return fresh.length > 0 || lost.length > 0;
  }

  /** A ticket as its open conversation knows it: often a moment before the guild's own poke. */
  note(ticket: Ticket): void {
    this.#apply([ticket], []);
  }

  forget(id: string): void {
    this.#apply([], [id]);
  }

  markRead(id: string, revision: number): void {
    this.#readUpTo.set(id, Math.max(revision, this.#readUpTo.get(id) ?? 0));
    const ticket = this.#known.get(id);
    if (!ticket || ticket.unread === 0 || ticket.revision > revision) return;
    this.#known.set(id, { ...ticket, unread: 0 });
    this.#version++;
  }

  clear(): void {
    this.#known.clear();
    this.#loaded.clear();
    this.#version++;
  }
}
