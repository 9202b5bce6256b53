// Maps here are either private bookkeeping or replaced whole ($state.raw): a page of changes redraws once.
/* eslint-disable svelte/prefer-svelte-reactivity */
import type { Guild } from '@ticketflow/supabase/contracts/guild.ts';
import type { Conversation } from '@ticketflow/supabase/contracts/message.ts';
import type { Ticket, TicketPage } from '@ticketflow/supabase/contracts/ticket.ts';
import { countsAfter, type View } from '#lib/tickets/inbox-rows.ts';
import type { Answer } from './ask.ts';
import type { Client } from './connect.ts';
import { Connection } from './Connection.svelte.ts';
import { InboxFeed } from './InboxFeed.svelte.ts';
import { joinTopic } from './join-topic.ts';
import { lostSince, type MyRole } from './lost-roles.ts';
import { Outgoing } from './Outgoing.svelte.ts';
import { Patches } from './Patches.svelte.ts';
import { People } from './People.svelte.ts';
import { createPullLoop, type Pulled, type PullLoop } from './pull-loop.ts';
import { Refusals } from './Refusals.svelte.ts';
import { TicketFeed } from './TicketFeed.svelte.ts';

/** What the server rendered. */
export type FirstPage = {
  guild: Guild;
  userId: string;
  shown: { view: View; category: string | null };
  list: TicketPage;
  number: number | null;
  conversation: Conversation | null;
};

/** `checking`: what he may see could have changed, so nothing is shown until it is known. */
type Access = { state: 'open' } | { state: 'checking' } | { state: 'lost'; at: string; roles: string[] };

const SLOW_MS = 20_000;
/** Discord's catching up is followed closely while it lasts. */
const CATCHING_UP_MS = 2000;
/** A ticket that could not be looked up is asked for again after this. */
const FIND_AGAIN_MS = 2000;
/** Conversations kept to come back to without waiting. */
const KEPT_FEEDS = 12;

/** One guild's desk in one page: its frame, inbox, the conversation that is open, and how current all of it is. */
export class Desk {
  readonly userId: string;
  readonly connection = new Connection();
  readonly people = new People();
  readonly patches = new Patches();
  readonly inbox: InboxFeed;
  readonly outgoing: Outgoing;
  readonly refusals: Refusals;
  guild = $state.raw<Guild>() as Guild;
  feed = $state.raw<TicketFeed | null>(null);
  access = $state.raw<Access>({ state: 'open' });

  #client: Client | null = null;
  #feeds = new Map<number, TicketFeed>();
  #guildLoop: PullLoop | null = null;
  #ticketLoop: PullLoop | null = null;
  #guildReadAt = Date.now();
  #areCountsDoubtful = false;
  #leaveGuild: (() => void) | null = null;
  #leaveTicket: (() => void) | null = null;
  #wasAwayWhileHidden = false;
  #isAccessDoubtful = false;

  constructor(first: FirstPage) {
    this.userId = first.userId;
    this.guild = first.guild;
    this.inbox = new InboxFeed(first.guild.id, first.guild.me.id, {
      people: this.people.meet,
      change: (was, is) => this.#count(was, is),
      reset: () => (this.#guildReadAt = 0),
    });
    this.refusals = new Refusals(first.guild.me.id);
    this.outgoing = new Outgoing({
      storageKey: `ticketflow:outgoing:${first.guild.me.id}`,
      ask: this.ask,
      isOnline: () => this.connection.isOnline && this.#client !== null,
      onPosted: ({ ticketId }) => this.pullTicket(ticketId),
      onRefused: this.refusals.giveBack,
    });
    this.inbox.take(first.shown, first.list);
    if (first.number !== null) {
      const feed = this.#feedOf(first.number);
      if (first.conversation) feed.take(first.conversation);
      else feed.close();
      this.feed = feed;
    }
    this.#takeGuild(first.guild);
  }

  readonly ask = async <T>(name: string, args: Record<string, unknown>): Promise<Answer<T>> => {
    if (!this.#client)
      return { ok: false, why: 'unreachable', code: '', words: 'The page has not started yet.' };
    const answer = await this.#client.ask<T>(name, args);
    // Whatever was asked tells whether the desk is reached; the next pull may be seconds away.
    this.connection.isReached = answer.ok || answer.why !== 'unreachable';
    return answer;
  };

  /** Begins to live: subscribe, then fetch. Call within an effect; the answer ends it. */
  start(client: Client): () => void {
    this.#client = client;
    const unwatch = this.connection.watch();
    this.#guildLoop = createPullLoop({
      pull: () => this.#pullGuild(),
      // A spread of 250 ms over all desks of a guild.
      delay: () => Math.random() * 250,
      followUpMs: 1000,
      everyMs: SLOW_MS,
      onOutcome: (isReached) => (this.connection.isReached = isReached),
    });
    const me = joinTopic(client.realtime, `user:${this.userId}`, {
      poke: () => void this.recheckAccess(),
      state: (state) => {
        if (state !== 'joined' && document.hidden) this.#wasAwayWhileHidden = true;
        if (state === 'joined') void this.#guildLoop?.now();
      },
    });
    this.#joinGuild();
    this.open(this.feed?.number ?? null, true);
    this.outgoing.restore();

    const wake = () => {
      this.#guildLoop?.setHidden(document.hidden);
      this.#ticketLoop?.setHidden(document.hidden);
      if (document.hidden) return;
      if (this.#wasAwayWhileHidden) void this.#comeBack();
      else void this.pullNow();
      this.outgoing.resume();
    };
    addEventListener('focus', wake);
    addEventListener('online', wake);
    document.addEventListener('visibilitychange', wake);
    return () => {
      removeEventListener('focus', wake);
      removeEventListener('online', wake);
      document.removeEventListener('visibilitychange', wake);
      me.leave();
      this.#leaveGuild?.();
      this.#leaveTicket?.();
      this.#guildLoop?.stop();
      this.#ticketLoop?.stop();
      this.outgoing.stop();
      unwatch();
    };
  }

  #joinGuild(): void {
    if (!this.#client) return;
    this.#leaveGuild?.();
    this.#leaveGuild = joinTopic(this.#client.realtime, `guild:${this.guild.id}`, {
      poke: () => this.#guildLoop?.poke(),
      state: (state) => {
        this.connection.topic = state;
        if (state === 'joined') void this.#guildLoop?.now();
      },
    }).leave;
  }

  #feedOf(number: number): TicketFeed {
    const kept = this.#feeds.get(number);
    const feed =
      kept && kept.state !== 'gone' && kept.state !== 'missing'
        ? kept
        : new TicketFeed(number, this.people.meet);
    this.#feeds.delete(number);
    this.#feeds.set(number, feed);
    for (const oldest of this.#feeds.keys()) if (this.#feeds.size > KEPT_FEEDS) this.#feeds.delete(oldest);
    return feed;
  }

  /** Opens a conversation by its number, or none. What is kept of it shows at once and is brought up to date. */
  open(number: number | null, isFirst = false): void {
    if (!isFirst && this.feed?.number === number) return;
    this.#leaveTicket?.();
    this.#ticketLoop?.stop();
    this.#leaveTicket = this.#ticketLoop = null;
    if (number === null) {
      this.feed = null;
      return;
    }
    const feed = isFirst && this.feed ? this.feed : this.#feedOf(number);
    // Read before: the rule "New since" stands where he stopped the last time.
    if (!isFirst && feed.state === 'open') feed.readRevision = feed.revision;
    this.feed = feed;
    if (this.#client) void this.#follow(feed);
  }

  async #follow(feed: TicketFeed): Promise<void> {
    const client = this.#client;
    if (!client || feed.state === 'missing' || feed.state === 'gone') return;
    feed.id ??= this.inbox.byNumber(feed.number)?.id ?? null;
    if (!feed.id) {
      const found = await this.#find(feed.number);
      if (this.feed !== feed) return;
      if (!found) return feed.close();
      feed.id = found;
    }
    const loop = createPullLoop({
      pull: () => this.#pullFeed(feed),
      delay: () => 0,
      followUpMs: null,
      everyMs: SLOW_MS,
      onOutcome: (isReached) => (this.connection.isReached = isReached),
    });
    this.#ticketLoop = loop;
    this.#leaveTicket = joinTopic(client.realtime, `ticket:${feed.id}`, {
      poke: () => loop.poke(),
      state: (state) => state === 'joined' && void loop.now(),
    }).leave;
    await loop.now();
  }

  /** A ticket's id by its number; null when it cannot be read. Asks until there is an answer. */
  async #find(number: number): Promise<string | null> {
    for (;;) {
      const answer = await this.ask<string | null>('find_ticket', { guild: this.guild.id, number });
      if (answer.ok || answer.why === 'refused') return answer.ok ? answer.data : null;
      if (this.feed?.number !== number) return null;
      await new Promise((resolve) => setTimeout(resolve, FIND_AGAIN_MS));
    }
  }

  async #pullFeed(feed: TicketFeed): Promise<Pulled> {
    const pulled = await feed.pull(this.ask);
    if (feed.ticket) this.inbox.note(feed.ticket);
    else if (feed.id && feed.state === 'gone') this.inbox.forget(feed.id);
    return pulled;
  }

  async #pullGuild(): Promise<Pulled> {
    const pulled = await this.inbox.pull(this.ask);
    const { feed } = this;
    // Cleared by an answer "gone" or by a reset: the open conversation asks for itself.
    if (feed?.id && feed.state === 'open' && this.inbox.byId(feed.id) === undefined)
      void this.#ticketLoop?.now();
    const age = Date.now() - this.#guildReadAt;
    const isDue = age > (this.connection.catchingUp ? CATCHING_UP_MS : SLOW_MS - 1000);
    if (isDue || (this.#areCountsDoubtful && age > CATCHING_UP_MS)) await this.#readGuild();
    return this.connection.catchingUp ? 'something' : pulled;
  }

  async #readGuild(): Promise<void> {
    const answer = await this.ask<Guild | null>('read_guild', { guild: this.guild.id });
    if (!answer.ok) throw new Error(answer.words);
    if (answer.data) this.#takeGuild(answer.data);
    else if (this.access.state === 'open') await this.recheckAccess();
  }

  #takeGuild(guild: Guild): void {
    this.guild = guild;
    this.#guildReadAt = Date.now();
    this.#areCountsDoubtful = false;
    this.connection.catchingUp = guild.catching_up;
    this.connection.accessSeenAt = guild.access_seen_at;
    this.people.meet([guild.me]);
  }

  #count(was: Ticket | null, is: Ticket | null): void {
    // What it was before is not known: an old ticket from beyond the loaded pages, or a new one.
    if (!was && is && is.revision > 1) this.#areCountsDoubtful = true;
    else this.guild = { ...this.guild, counts: countsAfter(this.guild.counts, was, is, this.guild.me.id) };
  }

  /** What the person may see could have changed: the screen is cleared, and everything starts again. */
  async recheckAccess(): Promise<void> {
    // Heard while it is being looked up: what was read a moment ago may be old already.
    this.#isAccessDoubtful = true;
    if (this.access.state === 'checking') return;
    this.access = { state: 'checking' };
    this.#forgetAll();
    for (let wait = 250; this.#isAccessDoubtful; wait = Math.min(wait * 2, 10_000)) {
      this.#isAccessDoubtful = false;
      const found = await this.#lookUpAccess();
      this.connection.isReached = found !== 'unreachable';
      if (found === 'unreachable') {
        this.#isAccessDoubtful = true;
        await new Promise((resolve) => setTimeout(resolve, wait));
      } else if (found === 'none' && !this.#isAccessDoubtful) {
        const roles = lostSince(this.guild.me.roles, await this.#readMyRoles());
        // The guild's pokes are not wanted any more; the person's own are still heard.
        this.connection.topic = 'joined';
        this.access = { state: 'lost', at: new Date().toISOString(), roles };
        return;
      }
    }
    this.access = { state: 'open' };
    this.#joinGuild();
    if (this.feed) await this.#follow(this.feed);
  }

  #forgetAll(): void {
    this.#leaveGuild?.();
    this.#leaveTicket?.();
    this.#leaveGuild = this.#leaveTicket = null;
    this.#ticketLoop?.stop();
    for (const feed of this.#feeds.values()) feed.clear();
    this.inbox.clear();
  }

  async #lookUpAccess(): Promise<'some' | 'none' | 'unreachable'> {
    const answer = await this.ask<Guild | null>('read_guild', { guild: this.guild.id });
    if (!answer.ok) return 'unreachable';
    if (!answer.data) return 'none';
    this.#takeGuild(answer.data);
    return this.inbox.reload(this.ask).then(
      () => 'some',
      () => 'unreachable',
    );
  }

  /** The page slept and may have missed that its reader lost a role: nothing shows before the database was asked. */
  async #comeBack(): Promise<void> {
    this.#wasAwayWhileHidden = false;
    await this.recheckAccess();
  }

  async #readMyRoles(): Promise<MyRole[] | null> {
    const answer = await this.ask<{ roles: MyRole[] }>('my_access', { guild: this.guild.id });
    return answer.ok ? answer.data.roles : null;
  }

  /** Asks anew for everything that is shown. */
  async pullNow(): Promise<void> {
    await Promise.all([this.#guildLoop?.now(), this.#ticketLoop?.now()]);
  }

  async pullGuild(): Promise<void> {
    await this.#guildLoop?.now();
  }

  async pullTicket(ticketId: string): Promise<void> {
    if (this.feed?.id === ticketId) await this.#ticketLoop?.now();
  }

  /** Remembers that the reader has seen the open conversation as far as it is loaded. */
  async markRead(): Promise<void> {
    const { feed } = this;
    if (!feed?.id || feed.state !== 'open') return;
    const { revision, id } = feed;
    this.inbox.markRead(id, revision);
    await this.ask('mark_read', { ticket: id, revision });
  }
}
