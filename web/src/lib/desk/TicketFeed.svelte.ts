// Maps here are either private bookkeeping or replaced whole ($state.raw): a page of changes redraws once.
/* eslint-disable svelte/prefer-svelte-reactivity */
import type { Conversation, Message } from '@ticketflow/supabase/contracts/message.ts';
import type { Person } from '@ticketflow/supabase/contracts/person.ts';
import type { Ticket } from '@ticketflow/supabase/contracts/ticket.ts';
import type { Ask } from '#lib/realtime/ask.ts';
import type { Pulled } from '#lib/realtime/pull-loop.ts';
import { mergeMessages } from './merge-messages.ts';

/** `gone`: it was open and may not be read any more. `missing`: it never could, or does not exist; nobody is told which. */
export type TicketState = 'loading' | 'open' | 'gone' | 'missing';

/** One conversation, kept current by its revision. */
export class TicketFeed {
  readonly number: number;
  readonly #onPeople: (people: Person[]) => void;
  id = $state<string | null>(null);
  state = $state<TicketState>('loading');
  ticket = $state.raw<Ticket | null>(null);
  level = $state<Conversation['level']>(null);
  messages = $state.raw<Message[]>([]);
  roles = $state.raw<Conversation['requester_roles']>([]);
  requesterLeftAt = $state<string | null>(null);
  /** By id: they see the ticket in Discord whatever their roles are. */
  participants = $state.raw<string[]>([]);
  /** How far the reader had read when they opened it: where the rule "New since" stands. */
  readRevision = $state<number | null>(null);
  hasOlder = $state(false);
  isLoadingOlder = $state(false);
  revision = 0;
  /** Pixels from the end at which its reader stopped; null: at the end. */
  scrollFromEnd: number | null = null;
  #clears = 0;
  #wasOpen = false;
  lostAt = $state<string | null>(null);

  constructor(number: number, onPeople: (people: Person[]) => void) {
    this.number = number;
    this.#onPeople = onPeople;
  }

  /** Takes the newest page: the first load. */
  take(page: Conversation): void {
    this.id = page.ticket.id;
    this.messages = page.messages;
    this.hasOlder = page.has_more;
    this.readRevision = page.read_revision ?? 0;
    this.revision = page.revision;
    this.#takeFrame(page);
    this.state = 'open';
    this.#wasOpen = true;
  }

  #takeFrame(page: Conversation): void {
    this.ticket = page.ticket;
    this.level = page.level;
    this.roles = page.requester_roles;
    this.requesterLeftAt = page.requester_left_at;
    this.participants = page.participants;
    this.#onPeople(page.people);
  }

  /** What changed since the last time, or the first page. Throws when the database cannot be reached. */
  async pull(ask: Ask): Promise<Pulled> {
    if (!this.id || this.state === 'missing' || this.state === 'gone') return 'nothing';
    let pulled: Pulled = 'nothing';
    for (;;) {
      const isFirst = this.state === 'loading';
      const clears = this.#clears;
      const answer = await ask(
        'read_ticket',
        isFirst ? { ticket: this.id, page_size: 50 } : { ticket: this.id, after_revision: this.revision },
      );
      if (!answer.ok) throw new Error(answer.words);
      // Asked before access was looked up again: neither what it shows nor that it shows nothing counts any more.
      if (clears !== this.#clears) return 'nothing';
      if (!answer.data) {
        this.close();
        return 'something';
      }
      if (isFirst) {
        this.take(answer.data);
        return 'something';
      }
      if (this.#takeChanges(answer.data)) pulled = 'something';
      if (!answer.data.has_more) return pulled;
    }
  }

  #takeChanges(page: Conversation): boolean {
    const before = this.revision;
    const edge = this.hasOlder ? (this.messages[0]?.position ?? null) : null;
    if (page.messages.length > 0) this.messages = mergeMessages(this.messages, page.messages, edge);
    this.#takeFrame(page);
    // A page that was cut may have been cut within a revision: its last one is asked for again.
    const last = Math.max(...page.messages.map((message) => message.revision), 0);
    this.revision = page.has_more ? (last - 1 > before ? last - 1 : last) : Math.max(page.revision, before);
    return this.revision > before;
  }

  /** The page before the oldest message that is loaded. */
  async loadOlder(ask: Ask): Promise<void> {
    const first = this.messages[0];
    if (!this.id || !this.hasOlder || this.isLoadingOlder || !first) return;
    this.isLoadingOlder = true;
    const answer = await ask('read_ticket', {
      ticket: this.id,
      before_position: first.position,
      page_size: 50,
    });
    this.isLoadingOlder = false;
    if (!answer.ok || !answer.data) return;
    this.messages = mergeMessages(this.messages, answer.data.messages);
    this.hasOlder = answer.data.has_more;
    this.#onPeople(answer.data.people);
  }

  /** The reader's roles do not open it any more: nothing of it stays. */
  close(): void {
    this.state = this.#wasOpen ? 'gone' : 'missing';
    this.lostAt = new Date().toISOString();
    this.empty();
  }

  /** Drops the content; the next pull loads it again. */
  clear(): void {
    this.#clears += 1;
    this.empty();
    if (this.state === 'open') this.state = 'loading';
  }

  private empty(): void {
    this.ticket = null;
    this.messages = [];
    this.roles = [];
    this.participants = [];
    this.hasOlder = false;
    this.revision = 0;
  }
}
