import type { ActName } from '@ticketflow/supabase/contracts/acts.ts';

/** Menus of the properties. */
export type Menu = 'priority' | 'seen-by';
/** What keys and acts can open on a page: the picker of an act (lib/tickets/pickers/Pickers.svelte), the composer, or the ticket that has waited longest. */
export type Opened = ActName | Menu | 'reply' | 'note' | 'quote' | 'oldest-ticket';

/**
 * Opens parts of the page by what they are. Each part says what it opens while it is there, so nobody looks for a button,
 * whose name depends on the language.
 */
export class Openers {
  readonly #known = new Map<Opened, () => void>();

  /** Call when a part comes; the answer is called when it goes. */
  offer(openers: Partial<Record<Opened, () => void>>): () => void {
    const offered = Object.entries(openers) as [Opened, () => void][];
    for (const [what, open] of offered) this.#known.set(what, open);
    return () => {
      // The same part of the next ticket may have come already.
      for (const [what, open] of offered) if (this.#known.get(what) === open) this.#known.delete(what);
    };
  }

  /** Does nothing when no part of the page opens it. */
  readonly open = (what: Opened): void => this.#known.get(what)?.();
}
