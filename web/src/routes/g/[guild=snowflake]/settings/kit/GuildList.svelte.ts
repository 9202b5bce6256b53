import type { AnswerOf, FunctionName } from '@ticketflow/supabase/contracts/functions.ts';
import type { InUse, Kept } from '@ticketflow/supabase/contracts/settings.ts';
import type { Person } from '@ticketflow/supabase/contracts/person.ts';
import type { ZodType } from 'zod';
import type { Desk } from '#lib/desk/Desk.svelte.ts';
import type { Answer } from '#lib/realtime/ask.ts';
import { toast } from '#lib/ui/toasts.svelte.ts';
import type { ListWords } from '#lib/words/list-words.ts';
import { t } from '#lib/words/words.ts';
import { changeWords } from './change-words.ts';
import { isSame } from './is-same.ts';

type OneOf<Name> = Name extends `save_${infer One}` ? One : never;
type AllOf<Name> = Name extends `read_${infer All}` ? All : never;

/** What the pages of all lists need to know of one: a row has an id, a version and its setting. */
export type ListKind<Row extends Kept, Setting extends object> = {
  /** As the functions of the database call a row and the list: save_label, read_labels. */
  one: OneOf<FunctionName>;
  all: AllOf<FunctionName>;
  /** What a form must be: fetched when one is saved, since it brings 27 kB of zod that no page waits for. */
  contract: () => Promise<ZodType<Setting>>;
  /** What the form of a new row begins with. Its keys are those of the setting. */
  blank: Setting;
  nameOf: (row: Row) => string;
  /** Its section of the catalogue, in the language of the page. */
  words: () => ListWords<Setting>;
};

type Refused = { ok: false; words: string; field: string | null };
export type Saved = { ok: true; version: number } | Refused;
/** A row that is in use, which its removal must replace. */
export type Replacing<Row> = { row: Row; uses: InUse['uses'] };
type Removed = { ok: true } | { ok: false; uses: InUse['uses'] | null };
type Listed<Row> = { rows: Row[]; people: Person[] };

/** One of the guild's lists as its page shows it: read again on every poke, changed row by row. Null: the person may not read it. */
export class GuildList<Row extends Kept, Setting extends object, All extends Listed<Row> = Listed<Row>> {
  readonly kind: ListKind<Row, Setting>;
  readonly desk: Desk;
  list = $state.raw<All | null>(null);
  #asked = 0;
  #shown = 0;
  replacing = $state.raw<Replacing<Row> | null>(null);

  constructor(desk: Desk, kind: ListKind<Row, Setting>, list: All | null) {
    this.desk = desk;
    this.kind = kind;
    this.#take(list);
  }

  get rows(): Row[] {
    return this.list?.rows ?? [];
  }

  row(id: string): Row | undefined {
    return this.rows.find((row) => row.id === id);
  }

  settingOf(row: Row): Setting {
    const keys = Object.keys(this.kind.blank) as (keyof Setting & keyof Row)[];
    return Object.fromEntries(keys.map((key) => [key, row[key]])) as unknown as Setting;
  }

  async refresh(): Promise<void> {
    const turn = ++this.#asked;
    const answer = await this.#ask<All | null>(`read_${this.kind.all}`, {});
    // Of two readings under way, the one asked earlier may come later, and is older.
    if (!answer.ok || turn < this.#shown) return;
    this.#shown = turn;
    this.#take(answer.data);
  }

  /** Saves a row as the version that its editor began with (null: a new one) is to become. */
  async save(id: string, setting: Setting, version: number | null): Promise<Saved> {
    const begun = version === null ? {} : { version };
    const answer = await this.#ask<number>(`save_${this.kind.one}`, { id, setting, ...begun });
    await this.refresh();
    if (answer.ok) return { ok: true, version: answer.data };
    const row = this.row(id);
    // The answer to an earlier try was lost, or a colleague made the same change.
    if (answer.code === 'TF021' && row && isSame(this.settingOf(row), setting))
      return { ok: true, version: row.version };
    return { ok: false, words: answer.words, field: (answer.facts?.field as string | undefined) ?? null };
  }

  /** Saves a new row, with an undo where its kind has words for it. */
  async add(id: string, setting: Setting): Promise<Saved> {
    const saved = await this.save(id, setting, null);
    const row = this.row(id);
    const words = row && this.kind.words().added?.(this.kind.nameOf(row));
    if (saved.ok && words)
      toast(words, { act: { label: t.settings.undo, run: () => void this.#remove(id, saved.version) } });
    return saved;
  }

  /** Removes a row, with an undo that puts it back where it was. One that is in use asks for its replacement first. */
  async remove(row: Row): Promise<void> {
    const next = this.rows[this.rows.indexOf(row) + 1]?.id ?? null;
    const removed = await this.#remove(row.id, row.version);
    if (removed.ok)
      toast(this.kind.words().removed(this.kind.nameOf(row)), {
        act: { label: t.settings.undo, run: () => void this.#restore(row, next) },
      });
    else if (removed.uses) this.replacing = { row, uses: removed.uses };
  }

  /** Removes the row that is in use, and puts another in its place wherever it was used. */
  async replace(replacement: Row): Promise<void> {
    const row = this.replacing?.row;
    this.replacing = null;
    if (!row || !(await this.#remove(row.id, row.version, replacement.id)).ok) return;
    const { replaced, removed } = this.kind.words();
    const name = this.kind.nameOf(row);
    toast(replaced?.({ name, replacement: this.kind.nameOf(replacement) }) ?? removed(name));
  }

  /** Puts a row directly before another, or (null) last: here at once, and where it was when that is refused. */
  async move(id: string, before: string | null): Promise<void> {
    const was = this.list;
    const row = this.row(id);
    if (!was || !row) return;
    const others = this.rows.filter((other) => other !== row);
    const at = others.findIndex((other) => other.id === before);
    const moved = { ...was, rows: others.toSpliced(at < 0 ? others.length : at, 0, row) };
    this.list = moved;
    const answer = await this.#ask<boolean>(`move_${this.kind.one}`, { id, before });
    if (!answer.ok) {
      if (this.list === moved) this.list = was;
      toast(answer.words, { tone: 'danger' });
    }
    await this.refresh();
  }

  async #remove(id: string, version: number, replacement?: string): Promise<Removed> {
    const replacing = replacement ? { replacement } : {};
    const answer = await this.#ask<boolean>(`remove_${this.kind.one}`, { id, version, ...replacing });
    await this.refresh();
    if (answer.ok) return { ok: true };
    if (answer.code === 'TF024') return { ok: false, uses: (answer.facts as InUse | null)?.uses ?? [] };
    const row = answer.code === 'TF021' ? this.row(id) : undefined;
    const words = row ? `${changeWords(this.desk, row)} ${t.kit.lookAgain}` : answer.words;
    toast(words, { tone: 'danger' });
    return { ok: false, uses: null };
  }

  async #restore(row: Row, next: string | null): Promise<void> {
    const saved = await this.save(row.id, this.settingOf(row), null);
    if (!saved.ok) toast(saved.words, { tone: 'danger' });
    else if (next && this.row(next)) await this.move(row.id, next);
  }

  #take(list: All | null): void {
    if (list) this.desk.people.meet(list.people);
    this.list = list;
  }

  /** The kind's names are checked where it is written; here they are put together. */
  #ask<T>(name: string, args: object): Promise<Answer<T>> {
    const ask = this.desk.ask as (
      name: FunctionName,
      args: object,
    ) => Promise<Answer<AnswerOf<FunctionName>>>;
    return ask(name as FunctionName, { guild: this.desk.guild.id, ...args }) as Promise<Answer<T>>;
  }
}
