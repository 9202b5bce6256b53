/* eslint-disable svelte/prefer-svelte-reactivity -- plain maps on purpose: nothing on the screen is drawn from them */
import type { MessageView, Snowflake } from '../../../protocol.ts';
import type { Answer } from './ask.ts';
import { compareSnowflakes } from './snowflake.ts';

const PAGE = 50;

/** The messages of one channel that this window holds, oldest first, ephemeral ones among them. */
export class MessageLog {
  messages: MessageView[] = $state.raw([]);
  /** Are there older ones that were not fetched? Unknown until the first page is here. */
  state: 'empty' | 'loading' | 'ready' | 'refused' = $state('empty');
  refusal = $state('');
  hasOlder = $state(false);
  #get: (query: string) => Promise<Answer<MessageView[]>>;
  /** What the socket said while a page was on its way; it is newer than the page. `null` means removed. */
  #meanwhile: Map<Snowflake, MessageView | null> | null = null;

  constructor(get: (query: string) => Promise<Answer<MessageView[]>>) {
    this.#get = get;
  }

  /** Fetches the newest page, or with `older` the page before what is here. */
  async load(which: 'newest' | 'older' = 'newest'): Promise<void> {
    if (this.#meanwhile !== null) return;
    const oldest = this.messages.find((message) => !isEphemeral(message));
    const before = which === 'older' && oldest ? `&before=${oldest.id}` : '';
    if (which === 'newest' && this.messages.length === 0) this.state = 'loading';
    this.#meanwhile = new Map();
    const answer = await this.#get(`?limit=${PAGE}${before}`);
    const meanwhile = this.#meanwhile;
    this.#meanwhile = null;
    if (!answer.ok) {
      this.refusal = answer.reason;
      if (this.state === 'loading') this.state = 'refused';
      return;
    }
    this.#take(answer.value, which);
    for (const [id, message] of meanwhile) this.#settle(id, message);
    this.hasOlder = answer.value.length === PAGE;
    this.state = 'ready';
  }

  /** Forgets all but the newest `keep`, so that a busy channel does not fill the page; scrolling up fetches them again. */
  trim(keep: number): void {
    if (this.messages.length <= keep || this.#meanwhile !== null) return;
    this.messages = this.messages.slice(-keep);
    this.hasOlder = true;
  }

  put(message: MessageView): void {
    this.#meanwhile?.set(message.id, message);
    this.#settle(message.id, message);
  }

  remove(id: Snowflake): void {
    this.#meanwhile?.set(id, null);
    this.#settle(id, null);
  }

  /** A newest page replaces everything but ephemeral messages: what was deleted while away must vanish. */
  #take(page: MessageView[], which: 'newest' | 'older'): void {
    const kept = which === 'older' ? this.messages : this.messages.filter(isEphemeral);
    const fresh = new Map([...page, ...kept].map((message) => [message.id, message]));
    this.messages = [...fresh.values()].sort((a, b) => compareSnowflakes(a.id, b.id));
  }

  #settle(id: Snowflake, message: MessageView | null): void {
    const place = this.messages.findIndex((known) => known.id === id);
    if (message === null) {
      if (place >= 0) this.messages = this.messages.toSpliced(place, 1);
    } else if (place >= 0) {
      this.messages = this.messages.with(place, message);
    } else {
      const next = this.messages.findLastIndex((known) => compareSnowflakes(known.id, id) < 0) + 1;
      this.messages = this.messages.toSpliced(next, 0, message);
    }
  }
}

/** Flag 64: only the viewer sees it (D resources/message.mdx, message flags). */
export function isEphemeral(message: MessageView): boolean {
  return ((message.flags ?? 0) & 64) !== 0;
}
