import type { ActName } from '@ticketflow/supabase/contracts/acts.ts';
import type { Desk } from '#lib/desk/Desk.svelte.ts';
import { acts, isOffered } from './acts.ts';

/** Whether an act is offered for the ticket that is open. */
export function isOfferedHere(desk: Desk, act: ActName): boolean {
  return desk.ticket !== null && isOffered(act, desk.ticket, desk.me);
}

/** Does an act to the ticket that is open, or opens its picker. Returns false when it is not offered. */
export function doAct(desk: Desk, act: ActName): boolean {
  const { ticket } = desk;
  if (!ticket || !isOfferedHere(desk, act)) return false;
  void acts[act].run({ desk, ticket, open: desk.openers.open });
  return true;
}
