/** Rows that are put in order by hand: one is lifted, moved among the others, and dropped or put back. */
export class Reorder<Row extends { id: string }> {
  readonly #rows: () => Row[];
  readonly #move: (id: string, before: string | null) => Promise<void>;
  /** The order shown while a row is lifted, and until its move is answered. */
  #ids = $state.raw<string[] | null>(null);
  lifted = $state.raw<string | null>(null);

  constructor(rows: () => Row[], move: (id: string, before: string | null) => Promise<void>) {
    this.#rows = rows;
    this.#move = move;
  }

  readonly rows = $derived.by(() => {
    const rows = this.#rows();
    const ids = this.#ids;
    if (!ids) return rows;
    // What has come meanwhile stands at the end.
    const at = (row: Row) => (ids.includes(row.id) ? ids.indexOf(row.id) : ids.length);
    return rows.toSorted((a, b) => at(a) - at(b));
  });

  /** Its place among the rows, from 1. */
  placeOf(id: string): number {
    return this.rows.findIndex((row) => row.id === id) + 1;
  }

  lift(id: string): void {
    this.#ids = this.rows.map((row) => row.id);
    this.lifted = id;
  }

  /** Puts the lifted row at a place, from 1; beyond both ends it is the end. */
  place(to: number): void {
    const id = this.lifted;
    if (!id) return;
    const others = this.rows.map((row) => row.id).filter((other) => other !== id);
    this.#ids = others.toSpliced(Math.max(0, to - 1), 0, id);
  }

  step(by: -1 | 1): void {
    if (this.lifted) this.place(this.placeOf(this.lifted) + by);
  }

  async drop(): Promise<void> {
    const id = this.lifted;
    this.lifted = null;
    if (!id) return;
    const ids = this.rows.map((row) => row.id);
    const isMoved = this.#rows().some((row, n) => row.id !== ids[n]);
    if (isMoved) await this.#move(id, ids[ids.indexOf(id) + 1] ?? null);
    if (!this.lifted) this.#ids = null;
  }

  /** Puts it back where it was lifted. */
  back(): void {
    this.lifted = null;
    this.#ids = null;
  }
}
