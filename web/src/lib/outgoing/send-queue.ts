import type { Args } from '@ticketflow/supabase/contracts/functions.ts';
import type { Answer } from '#lib/realtime/ask.ts';
import type { Refusal } from './parse-draft.ts';
import type { OutgoingMessage, OutgoingStore } from './store-outgoing.ts';

/**
 * `waiting`: the database does not have it. `posting`: it is being asked. `posted`: it has it, or another tab has seen to
 * it, and this page is about to show it from there.
 */
export type OutgoingItem = OutgoingMessage & { state: 'waiting' | 'posting' | 'posted' };

export type SendQueue = {
  /** Sends what waits, if the network is there. */
  resume: () => void;
  /** Something was added to what is kept, or another tab has seen to it: shows and sends it. */
  refresh: () => void;
  stop: () => void;
};

/** The two functions of the database that write a message. */
export type AskToWrite = <N extends 'post_reply' | 'add_note'>(
  name: N,
  args: Args<N>,
) => Promise<Answer<unknown>>;

type Options = {
  kept: OutgoingStore;
  /** Does the work while no other tab does any under this name. */
  alone: (name: string, work: () => Promise<void>) => Promise<void>;
  ask: AskToWrite;
  isOnline: () => boolean;
  onChange: (items: OutgoingItem[]) => void;
  /** It is in the database; resolves when the page has it from there. */
  onPosted: (message: OutgoingMessage) => Promise<void>;
  /** The database said no, for good: the words go back to their writer. */
  onRefused: (message: OutgoingMessage, refusal: Refusal) => void;
  /** After a failure, the wait before what waits is tried again. */
  retryMs: () => number;
};

/**
 * Sends what is kept in the order of writing, per ticket, one at a time, whichever tab it was written in: only one tab at a
 * time sends to a ticket, and it reads what is kept again before each message. What cannot be sent waits and is tried again
 * with the same id; a refusal takes only its own message out.
 */
export function createSendQueue(options: Options): SendQueue {
  const { kept } = options;
  const busy = new Map<string, { isAgain: boolean }>();
  let posting = new Set<string>();
  /** In the database, and not yet shown from there. */
  let posted: OutgoingMessage[] = [];
  let shown: OutgoingMessage[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isStopped = false;

  function show(): void {
    shown = kept.list().filter(({ id }) => !posted.some((each) => each.id === id));
    const state = ({ id }: OutgoingMessage) => (posting.has(id) ? 'posting' : 'waiting');
    const items: OutgoingItem[] = [
      ...posted.map((message) => ({ ...message, state: 'posted' as const })),
      ...shown.map((message) => ({ ...message, state: state(message) }) as OutgoingItem),
    ];
    options.onChange(items.sort((a, b) => a.order - b.order));
  }

  /** The database has it: it is shown as before until the page has it from there. */
  function settle(message: OutgoingMessage): void {
    posted = [...posted, message];
    kept.remove(message.id);
    show();
    void options.onPosted(message).finally(() => {
      posted = posted.filter(({ id }) => id !== message.id);
      show();
    });
  }

  function setPosting(id: string, is: boolean): void {
    posting = new Set(posting);
    if (is) posting.add(id);
    else posting.delete(id);
  }

  async function run(ticketId: string): Promise<void> {
    const mine = busy.get(ticketId);
    if (mine) {
      mine.isAgain = true;
      return;
    }
    const now = { isAgain: true };
    busy.set(ticketId, now);
    while (now.isAgain && !isStopped) {
      now.isAgain = false;
      await options.alone(ticketId, () => drain(ticketId));
    }
    busy.delete(ticketId);
  }

  /** Sends what waits for a ticket until nothing does, or the network is away. */
  async function drain(ticketId: string): Promise<void> {
    for (;;) {
      const next = kept.list().find((item) => item.ticketId === ticketId);
      if (!next || isStopped || !options.isOnline()) return;
      setPosting(next.id, true);
      show();
      const answer = await post(next);
      setPosting(next.id, false);
      if (answer.ok) settle(next);
      else if (answer.why === 'refused') {
        options.onRefused(next, { code: answer.code, facts: answer.facts ?? null });
        kept.remove(next.id);
        show();
      } else {
        show();
        clearTimeout(timer);
        if (!isStopped) timer = setTimeout(resume, options.retryMs());
        return;
      }
    }
  }

  function post({ id, ticketId, kind, body, quote, files }: OutgoingMessage): Promise<Answer<unknown>> {
    const message: Args<'add_note'> = {
      ticket: ticketId,
      message: id,
      body,
      files: files?.map((file) => file.id) ?? [],
    };
    return kind === 'reply'
      ? options.ask('post_reply', { ...message, reply_to: quote?.id })
      : options.ask('add_note', message);
  }

  function resume(): void {
    if (!options.isOnline()) return;
    for (const ticketId of new Set(kept.list().map((item) => item.ticketId))) void run(ticketId);
  }

  return {
    resume,
    refresh() {
      const here = new Set(kept.list().map(({ id }) => id));
      const gone = shown.filter(({ id }) => !here.has(id) && !posting.has(id));
      for (const message of gone) settle(message);
      show();
      // What another tab has added, it sends itself; should it be closed before, this one does.
      resume();
    },
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
