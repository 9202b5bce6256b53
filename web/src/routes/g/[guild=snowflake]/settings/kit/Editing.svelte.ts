import type { Kept } from '@ticketflow/supabase/contracts/settings.ts';
import type { GuildList } from './GuildList.svelte.ts';
import { draftsOf, keptSlots, readDraft, writeDraft } from './kept-draft.ts';
import { SettingDraft } from './SettingDraft.svelte.ts';

/** The form that is open on the page of a list, and what is written in it and in others, on this device. */
export class Editing<Row extends Kept, Setting extends object> {
  draft = $state.raw<SettingDraft<Row, Setting> | null>(null);
  /** The slots of forms that were left with something in them, as by a reload or in another tab. */
  waiting = $state.raw<string[]>([]);
  readonly #list: GuildList<Row, Setting>;
  readonly #drafts: string;

  constructor(list: GuildList<Row, Setting>) {
    this.#list = list;
    this.#drafts = draftsOf(list.desk.guild.me.id, list.desk.guild.id, list.kind.all);
  }

  /** Opens the form that a reload closed. */
  resume(): void {
    this.waiting = keptSlots(this.#drafts);
    const kept = this.waiting[0] && readDraft(this.#drafts, this.waiting[0]);
    if (kept) this.#open(new SettingDraft(this.#list, kept));
  }

  /** Opens the form of a row (null: of a new one), with what is kept of it. */
  edit(row: Row | null): void {
    const kept = readDraft(this.#drafts, row?.id ?? 'new');
    if (kept) this.#open(new SettingDraft(this.#list, kept));
    else this.#open(row ? SettingDraft.ofRow(this.#list, row) : SettingDraft.ofNew(this.#list));
  }

  /** Keeps what is written in the open form. */
  keep(): void {
    if (this.draft) writeDraft(this.#drafts, this.draft.slot, this.draft.kept);
  }

  /** Closes the form: what stood in it is saved, or given up. */
  close(): void {
    if (this.draft) writeDraft(this.#drafts, this.draft.slot, null);
    this.draft = null;
    this.waiting = keptSlots(this.#drafts);
  }

  #open(draft: SettingDraft<Row, Setting>): void {
    this.draft = draft;
    this.waiting = this.waiting.filter((slot) => slot !== draft.slot);
  }
}
