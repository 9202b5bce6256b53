import type { MessageView, SendBody, Snowflake } from '../../../protocol.ts';
import type { Answer } from './ask.ts';

/** A message on its way out, shown faded until Discord has it, or red with the reason. */
export type OutgoingMessage = {
  nonce: string;
  channel: Snowflake;
  content: string;
  files: File[];
  replyTo: Snowflake | null;
  state: { is: 'sending' } | { is: 'failed'; reason: string };
};

type Post = (path: string, body: unknown) => Promise<Answer<MessageView>>;

/** Sends messages and keeps those that are not through. */
export class Outgoing {
  waiting: OutgoingMessage[] = $state.raw([]);
  #post: Post;
  /** One after the other, so that two quick messages keep their order. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(post: Post) {
    this.#post = post;
  }

  /** Queues the message; resolves with the answer. Failed ones stay until `retry` or `dismiss`. */
  send(
    channel: Snowflake,
    content: string,
    files: File[],
    replyTo: Snowflake | null,
  ): Promise<Answer<MessageView>> {
    const nonce = crypto.randomUUID().replaceAll('-', '').slice(0, 25);
    const message: OutgoingMessage = { nonce, channel, content, files, replyTo, state: { is: 'sending' } };
    this.waiting = [...this.waiting, message];
    return this.#deliver(message);
  }

  retry(message: OutgoingMessage): Promise<Answer<MessageView>> {
    this.#change(message.nonce, { ...message, state: { is: 'sending' } });
    return this.#deliver(message);
  }

  dismiss(nonce: string): void {
    this.#change(nonce, null);
  }

  #deliver(message: OutgoingMessage): Promise<Answer<MessageView>> {
    const sending = this.#last.then(() =>
      this.#post(`/client/channels/${message.channel}/messages`, toBody(message)),
    );
    this.#last = sending;
    return sending.then((answer) => {
      if (answer.ok) this.dismiss(message.nonce);
      else this.#change(message.nonce, { ...message, state: { is: 'failed', reason: answer.reason } });
      return answer;
    });
  }

  #change(nonce: string, message: OutgoingMessage | null): void {
    this.waiting = this.waiting.flatMap((known) =>
      known.nonce !== nonce ? known : message === null ? [] : message,
    );
  }
}

function toBody(message: OutgoingMessage): SendBody | FormData {
  const body: SendBody = { content: message.content, nonce: message.nonce };
  if (message.replyTo !== null) body.reply_to = message.replyTo;
  if (message.files.length === 0) return body;
  const form = new FormData();
  form.set('payload_json', JSON.stringify(body));
  message.files.forEach((file, index) => form.set(`files[${index}]`, file, file.name));
  return form;
}
