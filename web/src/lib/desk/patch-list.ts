import type { Ticket } from '@ticketflow/supabase/contracts/ticket.ts';

/** What acts change of tickets and the database has not answered yet, in the order of the acts. */
export type PatchList = readonly { act: number; ticketId: string; change: Partial<Ticket> }[];

/** A ticket with what the acts on it change; of two that change the same, the later one counts. */
export const applyPatches = (patches: PatchList, ticket: Ticket): Ticket =>
  patches.reduce(
    (shown, { ticketId, change }) => (ticketId === ticket.id ? { ...shown, ...change } : shown),
    ticket,
  );

/** The list without what one act changes: what other acts change of the same ticket stays. */
export const dropPatch = (patches: PatchList, act: number): PatchList =>
  patches.filter((patch) => patch.act !== act);
