import type { Guild } from '@ticketflow/supabase/contracts/guild.ts';
import type { Conversation } from '@ticketflow/supabase/contracts/message.ts';
import type { TicketPage } from '@ticketflow/supabase/contracts/ticket.ts';
import { Outgoing } from '#lib/outgoing/Outgoing.svelte.ts';
import { tellUnreadable } from '#lib/outgoing/tell-unreadable.ts';
import type { Upload } from '#lib/outgoing/upload-file.ts';
import type { Ask } from '#lib/realtime/ask.ts';
import { watchPage } from '#lib/realtime/watch-page.ts';
import { t } from '#lib/words/words.ts';
import { Access } from './Access.svelte.ts';
import type { Me } from './may-do.ts';
import { Openers } from './openers.ts';
import type { TabClient } from './connect-tab.ts';
import { Connection } from './Connection.svelte.ts';
import type { Shown } from './inbox-rows.ts';
import type { InboxFeed } from './InboxFeed.svelte.ts';
import { OpenConversation } from './OpenConversation.svelte.ts';
import { OpenGuild } from './OpenGuild.svelte.ts';
import { Patches } from './Patches.svelte.ts';
import { People } from './People.svelte.ts';
import { Refusals } from './Refusals.svelte.ts';

/** What the server rendered. */
export type FirstPage = {
  guild: Guild;
  userId: string;
  shown: Shown;
  list: TicketPage;
  number: number | null;
  conversation: Conversation | null;
};

/** One guild's desk in one page: its frame, inbox, the conversation that is open, and how current all of it is. */
export class Desk {
  readonly userId: string;
  readonly connection = new Connection();
  readonly people = new People();
  readonly patches = new Patches();
  readonly openers = new Openers();
  readonly inbox: InboxFeed;
  readonly conversation: OpenConversation;
  readonly outgoing: Outgoing;
  readonly refusals: Refusals;
  readonly #guild: OpenGuild;
  readonly #access: Access;
  #client: TabClient | null = null;

  constructor(first: FirstPage) {
    const { ask, connection, people } = this;
    const me = first.guild.me.id;
    this.userId = first.userId;
    this.#guild = new OpenGuild(first.guild, ask, connection, people, {
      pulled: () => this.conversation.compareWithInbox(),
      closed: async () => {
        if (this.access.state === 'open') await this.#access.recheck();
      },
    });
    this.inbox = this.#guild.inbox;
    this.inbox.take(first.shown, first.list);
    this.conversation = new OpenConversation(this.#guild, ask, connection, people);
    if (first.number !== null) this.conversation.take(first.number, first.conversation);
    this.#access = new Access(ask, connection, this.#guild, this.conversation);
    this.refusals = new Refusals(me);
    this.outgoing = new Outgoing({
      person: me,
      ask,
      isOnline: () => connection.isOnline && this.#client !== null,
      isReached: () => connection.reach === 'reached',
      onPosted: ({ ticketId }) => this.pullTicket(ticketId),
      onRefused: this.refusals.giveBack,
      onUnreadable: (kept) => tellUnreadable(kept, () => this.outgoing.forget(kept)),
    });
  }

  get guild() {
    return this.#guild.frame;
  }

  get access() {
    return this.#access.known;
  }

  /** Whether nothing may be shown until the database has answered. */
  get isVeiled() {
    return this.#access.isVeiled;
  }

  get pokes() {
    return this.#guild.pokes;
  }

  get feed() {
    return this.conversation.feed;
  }

  /** The ticket that is open, with what the person has just done to it. */
  get ticket() {
    const ticket = this.feed?.ticket;
    return ticket ? this.patches.applyTo(ticket) : null;
  }

  /** The person, with their level on the ticket that is open. */
  get me(): Me {
    return { id: this.guild.me.id, level: this.feed?.level ?? null };
  }

  readonly ask: Ask = async (name, args) => {
    if (!this.#client) return { ok: false, why: 'unreachable', code: '', words: t.connection.notStarted };
    const answer = await this.#client.ask(name, args);
    // Whatever was asked tells whether the desk is reached; the next pull may be seconds away.
    this.connection.reach =
      !answer.ok && answer.why === 'unreachable'
        ? 'none'
        : !answer.ok && answer.why === 'away'
          ? 'away'
          : 'reached';
    return answer;
  };

  readonly upload: Upload = async (...args) =>
    this.#client ? this.#client.upload(...args) : t.connection.notStarted;

  /** Begins to live: subscribe, then fetch. Call within an effect; the answer ends it. */
  start(client: TabClient): () => void {
    this.#client = client;
    const ends = [
      this.connection.watch(),
      this.#access.start(client.pokes, this.userId),
      this.#guild.start(client.pokes),
      this.conversation.start(client.pokes),
      watchPage({ hide: () => this.#setHidden(true), wake: (mayHaveMissed) => this.#wake(mayHaveMissed) }),
      this.outgoing.connect(client.createQueue),
    ];
    return () => {
      for (const end of ends) end();
      client.close();
      this.#client = null;
    };
  }

  #setHidden(isHidden: boolean): void {
    this.#guild.setHidden(isHidden);
    this.conversation.setHidden(isHidden);
  }

  /** A hidden page pulls nothing; looked at again, it asks for everything, and shows nothing before it has been answered. */
  #wake(mayHaveMissed: boolean): void {
    this.#setHidden(false);
    if (mayHaveMissed) {
      this.connection.reach = 'asking';
      this.#client?.pokes.prove();
      void this.#access.proveAnew();
    } else void this.pullNow();
    this.outgoing.resume();
  }

  /** Tries everything at once, without waiting for its turn. */
  tryNow(): void {
    this.#client?.pokes.prove();
    void this.pullNow();
    this.outgoing.resume();
  }

  /** Fetches everything that is shown again. */
  async pullNow(): Promise<void> {
    await Promise.all([this.pullGuild(), this.conversation.pull()]);
  }

  async pullGuild(): Promise<void> {
    await this.#guild.pull();
  }

  async pullTicket(ticketId: string): Promise<void> {
    if (this.feed?.id === ticketId) await this.conversation.pull();
  }
}
