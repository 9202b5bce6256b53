import type { RealtimeClient } from '@supabase/supabase-js';
import type { Guild } from '@ticketflow/supabase/contracts/guild.ts';
import type { Ask } from './ask.ts';
import type { Connection } from './Connection.svelte.ts';
import { joinTopic } from './join-topic.ts';
import { lostSince, type MyRole } from './lost-roles.ts';
import type { OpenConversation } from './OpenConversation.svelte.ts';
import type { OpenGuild } from './OpenGuild.svelte.ts';

/** `checking`: what he may see could have changed, so nothing is shown until it is known. */
type Known = { state: 'open' } | { state: 'checking' } | { state: 'lost'; at: string; roles: string[] };

/** Waits between two attempts to look access up: doubled from the first to the last. */
const FIRST_WAIT_MS = 250;
const LAST_WAIT_MS = 10_000;

/** What the person may see of the guild: doubted, the screen is cleared, the database asked, and everything begins again. */
export class Access {
  known = $state.raw<Known>({ state: 'open' });
  readonly #ask: Ask;
  readonly #connection: Connection;
  readonly #guild: OpenGuild;
  readonly #conversation: OpenConversation;
  #isDoubtful = false;
  #wasAwayWhileHidden = false;

  constructor(ask: Ask, connection: Connection, guild: OpenGuild, conversation: OpenConversation) {
    this.#ask = ask;
    this.#connection = connection;
    this.#guild = guild;
    this.#conversation = conversation;
  }

  /** Begins to hear the person's own pokes: his roles or the guild's grants have changed. Returns the end. */
  start(realtime: RealtimeClient, userId: string): () => void {
    return joinTopic(realtime, `user:${userId}`, {
      poke: () => void this.recheck(),
      state: (state) => {
        if (state !== 'joined' && document.hidden) this.#wasAwayWhileHidden = true;
        if (state === 'joined') void this.#guild.pull();
      },
    }).leave;
  }

  /**
   * For when somebody looks again. A page that slept may have missed that its reader lost a role: then nothing shows before
   * the database was asked. Returns whether it is asked.
   */
  recheckAfterSleep(): boolean {
    if (!this.#wasAwayWhileHidden) return false;
    this.#wasAwayWhileHidden = false;
    void this.recheck();
    return true;
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
      this.#connection.isReached = found !== 'unreachable';
      if (found === 'unreachable') {
        this.#isDoubtful = true;
        await new Promise((resolve) => setTimeout(resolve, wait));
      } else if (found === 'none' && !this.#isDoubtful) return this.#lose();
    }
    this.known = { state: 'open' };
    this.#guild.join();
    await this.#conversation.follow();
  }

  async #lookUp(): Promise<'some' | 'none' | 'unreachable'> {
    const answer = await this.#ask<Guild | null>('read_guild', { guild: this.#guild.frame.id });
    if (!answer.ok) return 'unreachable';
    if (!answer.data) return 'none';
    this.#guild.take(answer.data);
    return this.#guild.inbox.reload(this.#ask).then(
      () => 'some',
      () => 'unreachable',
    );
  }

  async #lose(): Promise<void> {
    const { id, me } = this.#guild.frame;
    const answer = await this.#ask<{ roles: MyRole[] }>('my_access', { guild: id });
    const roles = lostSince(me.roles, answer.ok ? answer.data.roles : null);
    // The guild's pokes are not wanted any more; the person's own are still heard.
    this.#connection.topic = 'joined';
    // eslint-disable-next-line svelte/prefer-svelte-reactivity -- a moment, not a clock
    this.known = { state: 'lost', at: new Date().toISOString(), roles };
  }
}
