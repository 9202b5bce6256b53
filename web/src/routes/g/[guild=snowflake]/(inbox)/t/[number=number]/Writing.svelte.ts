import type { Message } from '@ticketflow/supabase/contracts/message.ts';
import type { Desk } from '#lib/realtime/Desk.svelte.ts';
import { readDraft, writeDraft, type Draft } from '#lib/tickets/keep-drafts.ts';

/** What the reader is writing in one ticket: the draft, the message that is being edited, the question before deleting. */
export class Writing {
  readonly #desk: Desk;
  readonly #ticketId: string;
  draft = $state<Draft>({ kind: 'reply', body: '', quote: null });
  editing = $state<string | null>(null);
  deleting = $state<string | null>(null);
  /** The revision at which the draft was begun: what came later is "new since you began". */
  begunAt = $state<number | null>(null);
  focus: () => void = () => {};

  constructor(desk: Desk, ticketId: string) {
    this.#desk = desk;
    this.#ticketId = ticketId;
  }

  restore(): void {
    this.draft = readDraft(this.#desk.guild.me.id, this.#ticketId);
  }

  keep(): void {
    writeDraft(this.#desk.guild.me.id, this.#ticketId, $state.snapshot(this.draft));
  }

  clear(): void {
    this.draft = { kind: this.draft.kind, body: '', quote: null };
    this.begunAt = null;
    this.keep();
  }

  quote(message: Message, name: string): void {
    this.draft.kind = 'reply';
    this.draft.quote = { id: message.id, name, text: message.body.slice(0, 160) };
    this.keep();
    this.focus();
  }

  write(kind: Draft['kind']): void {
    this.draft.kind = kind;
    this.keep();
    this.focus();
  }
}
