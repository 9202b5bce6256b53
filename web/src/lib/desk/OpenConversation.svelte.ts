import type { Conversation } from '@ticketflow/supabase/contracts/message.ts';
import type { Ask } from '#lib/realtime/ask.ts';
import type { Pokes } from '#lib/realtime/pokes.ts';
import { createPullLoop, SLOW_MS, type Pulled, type PullLoop } from '#lib/realtime/pull-loop.ts';
import { cacheFeeds } from './cache-feeds.ts';
import type { Connection } from './Connection.svelte.ts';
import type { OpenGuild } from './OpenGuild.svelte.ts';
import type { People } from './People.svelte.ts';
import { TicketFeed } from './TicketFeed.svelte.ts';

/** A ticket that could not be looked up is asked for again after this. */
const FIND_AGAIN_MS = 2000;

/** The conversation that is open, kept current: poked by its ticket's topic, pulled by a loop. */
export class OpenConversation {
  feed = $state.raw<TicketFeed | null>(null);
  readonly #guild: OpenGuild;
  readonly #ask: Ask;
  readonly #connection: Connection;
  readonly #kept: ReturnType<typeof cacheFeeds<TicketFeed>>;
  #pokes: Pokes | null = null;
  #loop: PullLoop | null = null;
  #leave: (() => void) | null = null;

  constructor(guild: OpenGuild, ask: Ask, connection: Connection, people: People) {
    this.#guild = guild;
    this.#ask = ask;
    this.#connection = connection;
    this.#kept = cacheFeeds((number) => new TicketFeed(number, people.meet));
  }

  /** Takes what the server rendered of a ticket; null when its reader may not see it. */
  take(number: number, page: Conversation | null): void {
    const feed = this.#kept.of(number);
    if (page) feed.take(page);
    else feed.close();
    this.feed = feed;
  }

  /** Begins to follow what is open. Returns the end. */
  start(pokes: Pokes): () => void {
    this.#pokes = pokes;
    void this.follow();
    return () => this.#unfollow();
  }

  /** Opens a conversation by its ticket's number, or none. What is kept of it shows at once and is brought up to date. */
  open(number: number | null): void {
    if (this.feed?.number === number) return;
    this.#unfollow();
    if (number === null) {
      this.feed = null;
      return;
    }
    const feed = this.#kept.of(number);
    // Read before: the rule "New since" stands where they stopped the last time.
    if (feed.state === 'open') feed.readRevision = feed.revision;
    this.feed = feed;
    void this.follow();
  }

  /** Subscribes to what is open again after access has returned, and fetches what was closed to its reader. */
  async reopen(): Promise<void> {
    if (this.feed) this.feed = this.#kept.of(this.feed.number);
    await this.follow();
  }

  /** Finds the ticket, hears its pokes and pulls. Resolves after the first pull. */
  async follow(): Promise<void> {
    const { feed } = this;
    if (!this.#pokes || !feed || feed.state === 'missing' || feed.state === 'gone') return;
    feed.id ??= this.#guild.inbox.byNumber(feed.number)?.id ?? null;
    if (!feed.id) {
      const found = await this.#find(feed.number);
      if (this.feed !== feed) return;
      if (!found) return feed.close();
      feed.id = found;
    }
    // It may be followed already: opened while access was looked up, after which it is subscribed to again.
    this.#unfollow();
    const loop = createPullLoop({
      pull: () => this.#pull(feed),
      delay: () => 0,
      followUpMs: null,
      everyMs: SLOW_MS,
    });
    this.#loop = loop;
    this.#leave = this.#pokes.join(`ticket:${feed.id}`, {
      poke: () => loop.poke(),
      state: (state) => {
        this.#connection.ticketTopic = state;
        if (state === 'joined') void loop.now();
      },
    }).leave;
    await loop.now();
  }

  /** A ticket's id by its number; null when it cannot be read. Asks until there is an answer. */
  async #find(number: number): Promise<string | null> {
    for (;;) {
      const answer = await this.#ask('find_ticket', { guild: this.#guild.frame.id, number });
      if (answer.ok || answer.why === 'refused') return answer.ok ? answer.data : null;
      if (this.feed?.number !== number) return null;
      await new Promise((resolve) => setTimeout(resolve, FIND_AGAIN_MS));
    }
  }

  async #pull(feed: TicketFeed): Promise<Pulled> {
    const { inbox } = this.#guild;
    const pulled = await feed.pull(this.#ask);
    if (feed.ticket) inbox.note(feed.ticket);
    else if (feed.id && feed.state === 'gone') {
      inbox.forget(feed.id);
      // Nothing more is to be heard of it.
      if (this.feed === feed) this.#unfollow();
    }
    return pulled;
  }

  /** Pulls now. True when the database answered, or nothing is open. */
  async pull(): Promise<boolean> {
    return (await this.#loop?.now()) ?? true;
  }

  /**
   * After the inbox has news. One whose ticket it does not know asks for itself: an answer "gone" or a reset took it away. One
   * that was closed to its reader, whose ticket it knows, is open to them again.
   */
  compareWithInbox(): void {
    const { feed } = this;
    if (!feed) return;
    const isListed = Boolean(this.#guild.inbox.byNumber(feed.number));
    if (feed.state === 'open' && !isListed) void this.pull();
    if ((feed.state === 'gone' || feed.state === 'missing') && isListed) void this.reopen();
  }

  /** Remembers that the reader has seen it as far as it is loaded. */
  async markRead(): Promise<void> {
    const { feed } = this;
    if (!feed?.id || feed.state !== 'open') return;
    const { revision, id } = feed;
    this.#guild.inbox.markRead(id, revision);
    await this.#ask('mark_read', { ticket: id, revision });
  }

  setHidden(isHidden: boolean): void {
    this.#loop?.setHidden(isHidden);
  }

  /** Hears and shows nothing of any conversation, until one is followed again. */
  blank(): void {
    this.#unfollow();
    this.#kept.clear();
  }

  #unfollow(): void {
    this.#leave?.();
    this.#loop?.stop();
    this.#leave = this.#loop = null;
    this.#connection.ticketTopic = null;
  }
}
