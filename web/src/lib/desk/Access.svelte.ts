import { viewFilters } from '@ticketflow/supabase/contracts/views.ts';
import type { Ask } from '#lib/realtime/ask.ts';
import type { Pokes } from '#lib/realtime/pokes.ts';
import type { Connection } from './Connection.svelte.ts';
import type { MyRole } from './lost-roles.ts';
import type { OpenConversation } from './OpenConversation.svelte.ts';
import type { OpenGuild } from './OpenGuild.svelte.ts';

/** Why nothing of the guild is open: roles were taken away, were last seen by the bot too long ago, or the bot has left. */
export type Loss = { at: string } & (
  | { why: 'roles'; before: readonly MyRole[] | null; now: readonly MyRole[] | null }
  | { why: 'stale'; seenAt: string | null }
  | { why: 'left' }
);

/** `checking`: what they may see could have changed, so nothing is shown until it is known. */
type Known = { state: 'open' } | { state: 'checking' } | { state: 'lost'; loss: Loss };

/** Waits between two attempts to look access up: doubled from the first to the last. */
const FIRST_WAIT_MS = 250;
const LAST_WAIT_MS = 10_000;
/** Between two attempts to prove that what is shown may be shown. */
const PROVE_AGAIN_MS = 1000;
/** A guild that has closed is asked for this often: a poke may be lost, and the bot's return brings none. */
const LOOK_AGAIN_MS = 20_000;

/** What the person may see of the guild: doubted, the screen is cleared, the database asked, and everything begins again. */
export class Access {
  known = $state.raw<Known>({ state: 'open' });
  /** The page was out of sight or reach: what it holds is kept, and hidden, until the database has answered. */
  isVeiled = $state(false);
  readonly #ask: Ask;
  readonly #connection: Connection;
  readonly #guild: OpenGuild;
  readonly #conversation: OpenConversation;
  #pokes: Pokes | null = null;
  #isDoubtful = false;
  #proofs = 0;
  #lookAgain: ReturnType<typeof setTimeout> | undefined;

  constructor(ask: Ask, connection: Connection, guild: OpenGuild, conversation: OpenConversation) {
    this.#ask = ask;
    this.#connection = connection;
    this.#guild = guild;
    this.#conversation = conversation;
  }

  /** Begins to hear the person's own pokes: their roles or the guild's grants have changed. Returns the end. */
  start(pokes: Pokes, userId: string): () => void {
    this.#pokes = pokes;
    const topic = pokes.join(`user:${userId}`, {
      poke: () => void this.recheck(),
      state: (state) => {
        this.#connection.userTopic = state;
        if (state === 'joined') void this.#guild.pull();
      },
    });
    return () => {
      topic.leave();
      this.#proofs += 1;
      clearTimeout(this.#lookAgain);
    };
  }

  /**
   * For when somebody looks again. A page that was hidden, asleep or offline may have missed that its reader lost a role: nothing
   * shows before everything that is shown has been fetched again.
   */
  async proveAnew(): Promise<void> {
    const proof = ++this.#proofs;
    this.isVeiled = true;
    while (proof === this.#proofs) {
      const answers = await Promise.all([this.#guild.pullWhole(), this.#conversation.pull()]);
      if (answers.every(Boolean)) break;
      await new Promise((resolve) => setTimeout(resolve, PROVE_AGAIN_MS));
    }
    if (proof === this.#proofs) this.isVeiled = false;
  }

  /** What the person may see could have changed: the screen is cleared, and everything starts again. */
  async recheck(): Promise<void> {
    // Heard while it is being looked up: what was read a moment ago may be old already.
    this.#isDoubtful = true;
    if (this.known.state === 'checking') return;
    this.known = { state: 'checking' };
    this.#guild.blank();
    this.#conversation.blank();
    for (let wait = FIRST_WAIT_MS; this.#isDoubtful; wait = Math.min(wait * 2, LAST_WAIT_MS)) {
      this.#isDoubtful = false;
      const found = await this.#lookUp();
      if (found === 'unreachable') {
        this.#isDoubtful = true;
        await new Promise((resolve) => setTimeout(resolve, wait));
      } else if (found === 'none' && !this.#isDoubtful) {
        const loss = await this.#readLoss();
        // A role may have been given meanwhile.
        if (!this.#isDoubtful) return this.#lose(loss);
      }
    }
    this.known = { state: 'open' };
    this.#pokes?.renew();
    this.#guild.join();
    await this.#conversation.reopen();
  }

  async #lookUp(): Promise<'some' | 'none' | 'unreachable'> {
    const answer = await this.#ask('read_guild', { guild: this.#guild.frame.id, views: viewFilters });
    if (!answer.ok) return 'unreachable';
    if (!answer.data) return 'none';
    this.#guild.take(answer.data);
    return this.#guild.inbox.reload(this.#ask).then(
      () => 'some',
      () => 'unreachable',
    );
  }

  async #readLoss(): Promise<Loss> {
    const { id, me } = this.#guild.frame;
    const answer = await this.#ask('my_access', { guild: id });
    // eslint-disable-next-line svelte/prefer-svelte-reactivity -- a moment, not a clock
    const at = new Date().toISOString();
    const mine = answer.ok ? answer.data : null;
    if (mine?.state === 'stale') return { at, why: 'stale', seenAt: mine.seen_at };
    if (mine?.state === 'left') return { at, why: 'left' };
    return { at, why: 'roles', before: me.roles, now: mine?.roles ?? null };
  }

  #lose(loss: Loss): void {
    // The guild's pokes are not wanted any more; the person's own are still heard.
    this.#connection.topic = 'joined';
    this.#connection.ticketTopic = null;
    this.known = { state: 'lost', loss };
    this.#lookAgainSoon();
  }

  /** Looks from time to time whether the guild is open again, without a word on the screen until it is. */
  #lookAgainSoon(): void {
    clearTimeout(this.#lookAgain);
    this.#lookAgain = setTimeout(async () => {
      const answer = await this.#ask('read_guild', { guild: this.#guild.frame.id, views: viewFilters });
      if (this.known.state !== 'lost') return;
      if (answer.ok && answer.data) void this.recheck();
      else this.#lookAgainSoon();
    }, LOOK_AGAIN_MS);
  }
}
