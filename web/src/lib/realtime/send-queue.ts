import type { Answer } from './ask.ts';

/** A reply or note on its way to the database. `id` is the message's own from the start: sent twice, it is written once. */
export type OutgoingMessage = {
  id: string;
  ticketId: string;
  kind: 'reply' | 'note';
  body: string;
  quote: { id: string; name: string; text: string } | null;
  at: string;
  state: 'waiting' | 'posting' | 'posted';
};

export type SendQueue = {
  /** Adds messages at the end and starts sending. */
  add: (messages: OutgoingMessage[]) => void;
  /** Sends what waits, if the network is there. */
  resume: () => void;
  stop: () => void;
};

type Options = {
  ask: (name: string, args: Record<string, unknown>) => Promise<Answer<unknown>>;
  isOnline: () => boolean;
  onChange: (items: OutgoingMessage[]) => void;
  /** It is in the database; resolves when the page has it from there. */
  onPosted: (message: OutgoingMessage) => Promise<void>;
  /** The database said no, for good: the words go back to their writer. */
  onRefused: (message: OutgoingMessage, words: string) => void;
  retryMs: number;
};

/**
 * Sends in order, per ticket, one at a time. What cannot be sent waits and is tried again with the same id; a refusal
 * takes only its own message out.
 */
export function createSendQueue(options: Options): SendQueue {
  const busy = new Set<string>();
  let items: OutgoingMessage[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  function set(next: OutgoingMessage[]): void {
    items = next;
    options.onChange(items);
  }
  const mark = (id: string, state: OutgoingMessage['state']) =>
    set(items.map((item) => (item.id === id ? { ...item, state } : item)));
  const remove = (id: string) => set(items.filter((item) => item.id !== id));

  async function run(ticketId: string): Promise<void> {
    if (busy.has(ticketId)) return;
    busy.add(ticketId);
    for (;;) {
      const next = items.find((item) => item.ticketId === ticketId && item.state !== 'posted');
      if (!next || !options.isOnline()) break;
      mark(next.id, 'posting');
      const answer = await post(next);
      if (answer.ok) {
        mark(next.id, 'posted');
        void options.onPosted(next).finally(() => remove(next.id));
      } else if (answer.why === 'refused') {
        remove(next.id);
        options.onRefused(next, answer.words);
      } else {
        mark(next.id, 'waiting');
        clearTimeout(timer);
        timer = setTimeout(resume, options.retryMs);
        break;
      }
    }
    busy.delete(ticketId);
  }

  function post({ id, ticketId, kind, body, quote }: OutgoingMessage): Promise<Answer<unknown>> {
    return kind === 'reply'
      ? options.ask('post_reply', { ticket: ticketId, message: id, body, reply_to: quote?.id ?? null })
      : options.ask('add_note', { ticket: ticketId, message: id, body });
  }

  function resume(): void {
    for (const ticketId of new Set(items.map((item) => item.ticketId))) void run(ticketId);
  }

  return {
    add(messages) {
      const known = new Set(items.map((item) => item.id));
      set([...items, ...messages.filter((message) => !known.has(message.id))]);
      resume();
    },
    resume,
    stop: () => clearTimeout(timer),
  };
}
