import type { Guild } from '@ticketflow/supabase/contracts/guild.ts';
import type { Ticket } from '@ticketflow/supabase/contracts/ticket.ts';
import { viewFilters } from '@ticketflow/supabase/contracts/views.ts';
import type { Ask } from '#lib/realtime/ask.ts';
import type { Pokes } from '#lib/realtime/pokes.ts';
import { createPullLoop, SLOW_MS, type Pulled, type PullLoop } from '#lib/realtime/pull-loop.ts';
import type { Connection } from './Connection.svelte.ts';
import { countsAfter } from './inbox-rows.ts';
import { InboxFeed } from './InboxFeed.svelte.ts';
import type { People } from './People.svelte.ts';

/** Discord's catching up is followed closely while it lasts. */
const CATCHING_UP_MS = 2000;
/** A guild is poked at most once a second. */
const FOLLOW_UP_MS = 1000;
/** By then what was not poked for that has surely been committed. */
const POKED_AGAIN_MS = 1500;

type Heard = {
  /** What changed of the guild's tickets is in the inbox. */
  pulled: () => void;
  /** The database shows the person nothing of the guild. */
  closed: () => Promise<void>;
};

/** The guild that is open, its frame and its tickets, kept current: poked by its topic, pulled by a loop. */
export class OpenGuild {
  readonly inbox: InboxFeed;
  frame = $state.raw<Guild>() as Guild;
  /** Counts the guild's pokes: pages that keep something of their own ask for it again when it rises. */
  pokes = $state(0);
  readonly #ask: Ask;
  readonly #connection: Connection;
  readonly #people: People;
  readonly #on: Heard;
  #heard: Pokes | null = null;
  #loop: PullLoop | null = null;
  #leave: (() => void) | null = null;
  #pokedAgain: ReturnType<typeof setTimeout> | undefined;
  #readAt = Date.now();
  #areCountsDoubtful = false;

  constructor(frame: Guild, ask: Ask, connection: Connection, people: People, on: Heard) {
    this.#ask = ask;
    this.#connection = connection;
    this.#people = people;
    this.#on = on;
    this.inbox = new InboxFeed(frame.id, frame.me.id, {
      people: people.meet,
      change: (was, is) => this.#count(was, is),
      reset: () => (this.#readAt = 0),
    });
    this.take(frame);
  }

  /** Begins to follow it. Returns the end. */
  start(pokes: Pokes): () => void {
    this.#heard = pokes;
    const loop = createPullLoop({
      pull: () => this.#pull(),
      // A spread of 250 ms over all desks of a guild.
      delay: () => Math.random() * 250,
      followUpMs: FOLLOW_UP_MS,
      everyMs: SLOW_MS,
    });
    this.#loop = loop;
    this.join();
    return () => {
      this.#leave?.();
      clearTimeout(this.#pokedAgain);
      loop.stop();
    };
  }

  /** Hears the guild's pokes. A join is authorized again, so this is done again whenever access may have changed. */
  join(): void {
    if (!this.#heard) return;
    this.#leave?.();
    this.#leave = this.#heard.join(`guild:${this.frame.id}`, {
      poke: () => {
        this.#hear();
        this.#loop?.poke();
      },
      state: (state) => {
        this.#connection.topic = state;
        if (state !== 'joined') return;
        // What happened before is asked for, by pages of their own too: as after a poke, but at once.
        this.#hear();
        this.#loop?.poke();
        void this.pull();
      },
    }).leave;
  }

  /** Counts a poke, and once more for what changes within a second of it, which is not poked (`private.poke_guild`). */
  #hear(): void {
    this.pokes += 1;
    clearTimeout(this.#pokedAgain);
    this.#pokedAgain = setTimeout(() => (this.pokes += 1), POKED_AGAIN_MS);
  }

  /** Pulls now. True when the database answered. */
  async pull(): Promise<boolean> {
    return (await this.#loop?.now()) ?? false;
  }

  /** Pulls now, the frame too: afterwards it is known what the person may still see. */
  pullWhole(): Promise<boolean> {
    this.#readAt = 0;
    return this.pull();
  }

  async #pull(): Promise<Pulled> {
    const pulled = await this.inbox.pull(this.#ask);
    this.#on.pulled();
    const age = Date.now() - this.#readAt;
    const isDue = age > (this.#connection.catchingUp ? CATCHING_UP_MS : SLOW_MS - 1000);
    if (isDue || (this.#areCountsDoubtful && age > CATCHING_UP_MS)) await this.#readFrame();
    return this.#connection.catchingUp ? 'something' : pulled;
  }

  async #readFrame(): Promise<void> {
    const answer = await this.#ask('read_guild', { guild: this.frame.id, views: viewFilters });
    if (!answer.ok) throw new Error(answer.words);
    if (answer.data) this.take(answer.data);
    else await this.#on.closed();
  }

  take(frame: Guild): void {
    this.frame = frame;
    this.#readAt = Date.now();
    this.#areCountsDoubtful = false;
    this.#connection.catchingUp = frame.catching_up;
    this.#connection.accessSeenAt = frame.access_seen_at;
    this.#people.meet([frame.me]);
  }

  /** Between two readings of the frame its counts go by the tickets that changed. */
  #count(was: Ticket | null, is: Ticket | null): void {
    // What it was before is not known: an old ticket from beyond the loaded pages, or a new one.
    if (!was && is && is.revision > 1) this.#areCountsDoubtful = true;
    else {
      const counts = countsAfter(this.frame.counts, was, is, this.frame.me.id, Date.now());
      this.frame = { ...this.frame, counts };
    }
  }

  setHidden(isHidden: boolean): void {
    this.#loop?.setHidden(isHidden);
  }

  /** Hears and shows nothing, until it is joined and loaded again. */
  blank(): void {
    this.#leave?.();
    this.#leave = null;
    this.inbox.clear();
  }
}
