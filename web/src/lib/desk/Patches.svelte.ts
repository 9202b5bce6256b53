import type { Ticket } from '@ticketflow/supabase/contracts/ticket.ts';
import { applyPatches, dropPatch, type PatchList } from './patch-list.ts';

/** What the person has just done to tickets and the database has not answered yet. */
export class Patches {
  #list = $state.raw<PatchList>([]);
  #acts = 0;

  /** A ticket with what the person has just done to it. */
  applyTo(ticket: Ticket): Ticket {
    return applyPatches(this.#list, ticket);
  }

  /** Shows at once what an act changes of a ticket. Returns the act, for `drop`. */
  add(ticketId: string, change: Partial<Ticket>): number {
    const act = ++this.#acts;
    this.#list = [...this.#list, { act, ticketId, change }];
    return act;
  }

  /** The database has answered an act: what it says of that is shown again. */
  drop(act: number): void {
    this.#list = dropPatch(this.#list, act);
  }
}
