/* eslint-disable svelte/prefer-svelte-reactivity -- replaced whole */
import type { Ticket } from '@ticketflow/supabase/contracts/ticket.ts';

/** What the person has just done to tickets and the database has not answered yet. */
export class Patches {
  #byTicket = $state.raw<ReadonlyMap<string, Partial<Ticket>>>(new Map());

  /** A ticket with what the person has just done to it. */
  applyTo(ticket: Ticket): Ticket {
    const patch = this.#byTicket.get(ticket.id);
    return patch ? { ...ticket, ...patch } : ticket;
  }

  add(ticketId: string, patch: Partial<Ticket>): void {
    const all = new Map(this.#byTicket);
    this.#byTicket = all.set(ticketId, { ...all.get(ticketId), ...patch });
  }

  /** The database has answered: what it says is shown again. */
  drop(ticketId: string): void {
    const all = new Map(this.#byTicket);
    all.delete(ticketId);
    this.#byTicket = all;
  }
}
