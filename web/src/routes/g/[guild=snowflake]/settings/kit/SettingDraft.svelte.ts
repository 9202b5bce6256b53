import type { Kept } from '@ticketflow/supabase/contracts/settings.ts';
import { t } from '#lib/words/words.ts';
import { fieldWords } from './field-words.ts';
import type { GuildList } from './GuildList.svelte.ts';
import { isSame } from './is-same.ts';
import { slotOf, type KeptDraft } from './kept-draft.ts';
import { limitsOf } from './limits-of.ts';

/** One row's setting while it is edited: what it began with, what stands there now, and what is wrong with it. */
export class SettingDraft<Row extends Kept, Setting extends object> {
  readonly id: string;
  /** Under which it is kept; it stays when a removed row is to be added again. */
  readonly slot: string;
  value = $state() as Setting;
  /** Words at a field, by its name. */
  errors = $state.raw<Partial<Record<keyof Setting, string>>>({});
  /** Why it was not saved, where that concerns no field. */
  problem = $state<string | null>(null);
  isBusy = $state(false);
  /** How long a text may be, by its field: known once the contract has come. */
  limits = $state.raw<Partial<Record<keyof Setting, number>>>({});
  #began = $state.raw() as Setting;
  #version = $state.raw<number | null>(null);
  readonly #list: GuildList<Row, Setting>;

  constructor(list: GuildList<Row, Setting>, { id, version, began, value }: KeptDraft) {
    this.#list = list;
    this.id = id;
    this.slot = slotOf({ id, version });
    this.#began = { ...list.kind.blank, ...began };
    this.value = { ...list.kind.blank, ...value };
    this.#version = version;
    // Fetched while the person writes, so that saving waits for nothing. Where it does not come now, saving says so.
    void list.kind.contract().then(
      (contract) => (this.limits = limitsOf(contract)),
      () => {},
    );
  }

  static ofNew<Row extends Kept, Setting extends object>(list: GuildList<Row, Setting>) {
    const { blank } = list.kind;
    return new SettingDraft(list, { id: crypto.randomUUID(), version: null, began: blank, value: blank });
  }

  static ofRow<Row extends Kept, Setting extends object>(list: GuildList<Row, Setting>, row: Row) {
    const began = list.settingOf(row);
    return new SettingDraft(list, { id: row.id, version: row.version, began, value: structuredClone(began) });
  }

  get isNew(): boolean {
    return this.#version === null;
  }

  get fields(): (keyof Setting)[] {
    return Object.keys(this.#list.kind.blank) as (keyof Setting)[];
  }

  /** The fields that differ from what the editing began with. */
  readonly changed = $derived(this.fields.filter((key) => !isSame(this.value[key], this.#began[key])));

  /** Whether a field of a row that is there differs from what the editing began with: in a new one all are. */
  hasChanged(field: keyof Setting): boolean {
    return !this.isNew && this.changed.includes(field);
  }

  /** The row as it is stored now. */
  readonly theirs = $derived.by(() => this.#list.row(this.id));

  /** Whether somebody has changed or removed the row since the editing began. */
  readonly stale = $derived.by((): 'changed' | 'removed' | null => {
    if (this.isBusy || this.#version === null) return null;
    if (!this.theirs) return 'removed';
    return this.theirs.version === this.#version ? null : 'changed';
  });

  get theirSetting(): Setting | null {
    return this.theirs ? this.#list.settingOf(this.theirs) : null;
  }

  get kept(): KeptDraft | null {
    if (this.changed.length === 0) return null;
    const value = $state.snapshot(this.value) as object;
    return { id: this.id, version: this.#version, began: this.#began, value };
  }

  /** True when it was saved. */
  async save(): Promise<boolean> {
    this.problem = null;
    this.isBusy = true;
    try {
      const contract = await this.#list.kind.contract();
      const parsed = contract.safeParse($state.snapshot(this.value));
      this.errors = {};
      if (parsed.success) return await this.#send(parsed.data);
      for (const [field, words] of Object.entries(fieldWords(parsed.error))) this.#refuse(field, words);
      return false;
    } catch {
      this.problem = t.asking.unreachable;
      return false;
    } finally {
      this.isBusy = false;
    }
  }

  async #send(setting: Setting): Promise<boolean> {
    const saved = this.isNew
      ? await this.#list.add(this.id, setting)
      : await this.#list.save(this.id, setting, this.#version);
    if (saved.ok) return true;
    this.#refuse(saved.field ?? '', saved.words);
    return false;
  }

  /** Says at its field what is wrong, or under the form where it is no field of this one. */
  #refuse(field: string, words: string): void {
    if (this.fields.includes(field as keyof Setting)) this.errors = { ...this.errors, [field]: words };
    else this.problem = words;
  }

  /** Goes on with what stands here, over what they have saved, or as a new row where they have removed it. */
  keepMine(): void {
    this.problem = null;
    this.#began = this.theirSetting ?? this.#list.kind.blank;
    this.#version = this.theirs?.version ?? null;
  }

  /** Takes what they have saved in place of what stands here. */
  takeTheirs(): void {
    this.keepMine();
    this.value = structuredClone(this.#began);
    this.errors = {};
  }
}
