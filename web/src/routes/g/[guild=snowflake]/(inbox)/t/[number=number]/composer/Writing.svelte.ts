import type { Message } from '@ticketflow/supabase/contracts/message.ts';
import { untrack } from 'svelte';
import type { Desk } from '#lib/desk/Desk.svelte.ts';
import { onOtherTab } from '#lib/outgoing/device.svelte.ts';
import type { Draft, DraftFile } from '#lib/outgoing/parse-draft.ts';
import { lengthOf, splitReply } from '#lib/outgoing/split-reply.ts';
import { draftKey, readDraft, writeDraft } from '#lib/outgoing/store-drafts.ts';
import { t } from '#lib/words/words.ts';
import { wrapSelection } from './wrap-selection.ts';

/** A file of a draft. `id` is known once its upload is reserved; `part` of it (0 to 1) has been uploaded. */
export type AttachedFile = {
  id?: string;
  name: string;
  size: number;
  content_type: string;
  state: 'uploading' | 'ready' | 'failed';
  part?: number;
  /** Why it failed. */
  words?: string;
  /** Uploads it again. */
  retry?: () => void;
  /** Takes it out of the draft; an upload under way ends. */
  remove?: () => void;
};

/** What the reader is writing in one ticket: the draft, the message that is being edited, the question before deleting. */
export class Writing {
  readonly #desk: Desk;
  readonly #ticketId: string;
  #isRestored = false;
  draft = $state<Draft>({ kind: 'reply', body: '', quote: null });
  editing = $state<string | null>(null);
  deleting = $state<string | null>(null);
  /** The revision at which the draft was begun: what came later is "new since you began". */
  begunAt = $state<number | null>(null);
  /** Files of the draft: those that are uploaded, and those on their way or refused. */
  files = $state<AttachedFile[]>([]);
  /** Asks for files; there once the part for them has been loaded. */
  pick = $state.raw<() => void>();
  /** Where the draft is written, while that is on the page. */
  area = $state.raw<HTMLTextAreaElement>();

  readonly length = $derived(lengthOf(this.draft.body.trim()));
  /** The messages in which it goes out: more than one when it is too long for one. */
  readonly parts = $derived(splitReply(this.draft.body));

  constructor(desk: Desk, ticketId: string) {
    this.#desk = desk;
    this.#ticketId = ticketId;
  }

  get isNote(): boolean {
    return this.draft.kind === 'note';
  }

  get isEmpty(): boolean {
    return this.length === 0 && this.files.length === 0;
  }

  /** Something to send, and all files of it uploaded. */
  get isReady(): boolean {
    return !this.isEmpty && this.files.every((file) => file.state === 'ready');
  }

  /** Takes up the draft that is kept; what was written before the page could keep anything stands after it. */
  restore(): void {
    const draft = readDraft(this.#desk.guild.me.id, this.#ticketId);
    const typed = this.#isRestored ? '' : this.draft.body;
    this.#isRestored = true;
    const isNews = typed !== '' && typed !== draft.body;
    if (isNews) draft.body = draft.body ? `${draft.body}\n\n${typed}` : typed;
    this.draft = draft;
    // What asks for it is not to be asked again when a file changes. What is on its way here stays; what was sent elsewhere goes.
    untrack(() => {
      const known = (id: string) => this.files.find((file) => file.id === id);
      this.files = [
        ...(draft.files ?? []).map((file) => known(file.id) ?? { ...file, state: 'ready' as const }),
        ...this.files.filter(({ state }) => state !== 'ready'),
      ];
    });
    const { refusal } = draft;
    if (refusal && this.#desk.refusals.of(this.#ticketId)?.code !== refusal.code)
      this.#desk.refusals.remember(this.#ticketId, refusal);
    if (isNews) this.keep();
  }

  keep(): void {
    this.draft.files = this.#uploaded();
    writeDraft(this.#desk.guild.me.id, this.#ticketId, $state.snapshot(this.draft));
  }

  /**
   * Follows what other tabs write into the draft, so that what one has sent does not wait in another to be sent again. Where
   * somebody is writing, only words that were refused come in: they stand beside their own. Returns the end.
   */
  followOtherTabs(): () => void {
    const me = this.#desk.guild.me.id;
    return onOtherTab((key) => {
      if (key !== draftKey(me, this.#ticketId)) return;
      const isWriting = document.hasFocus() && document.activeElement === this.area;
      if (!isWriting || readDraft(me, this.#ticketId).refusal) this.restore();
    });
  }

  /** What is written counts as begun at this revision of the conversation; nothing written is not begun. */
  begin(revision: number): void {
    this.begunAt = this.isEmpty ? null : revision;
  }

  /** Keeps what has just been typed, in a conversation that is at this revision. */
  keepTyped(revision: number): void {
    this.begin(this.begunAt ?? revision);
    this.#desk.refusals.forget(this.#ticketId);
    delete this.draft.refusal;
    this.keep();
  }

  /** Queues the draft to be sent, and starts an empty one. */
  send(): void {
    const { kind, quote } = this.draft;
    const files = this.#uploaded();
    // Without words one message carries the files; else the last of its parts does.
    const parts = this.parts.length > 0 ? this.parts : [''];
    const ticketId = this.#ticketId;
    this.#desk.refusals.forget(ticketId);
    this.#desk.outgoing.send(
      parts.map((body, i) => ({
        id: crypto.randomUUID(),
        ticketId,
        kind,
        body,
        quote: i === 0 && quote ? $state.snapshot(quote) : null,
        ...(i === parts.length - 1 && files.length > 0 ? { files } : {}),
      })),
    );
    this.draft = { kind, body: '', quote: null };
    this.files = [];
    this.begunAt = null;
    this.keep();
  }

  #uploaded(): DraftFile[] {
    return this.files.flatMap(({ id, name, size, content_type, state }) =>
      state === 'ready' && id ? [{ id, name, size, content_type }] : [],
    );
  }

  write(kind: Draft['kind']): void {
    this.draft.kind = kind;
    this.keep();
    this.focus();
  }

  quote(message: Message, name = t.conversation.somebody): void {
    this.draft.quote = { id: message.id, name, text: message.body.slice(0, 160) };
    this.write('reply');
  }

  unquote(): void {
    this.draft.quote = null;
    this.keep();
  }

  /** Puts the selection between marks, or takes it out of them. */
  format(mark: string): void {
    if (!this.area) return;
    this.draft.body = wrapSelection(this.area, mark);
    this.keep();
  }

  focus(): void {
    requestAnimationFrame(() => this.area?.focus());
  }
}
