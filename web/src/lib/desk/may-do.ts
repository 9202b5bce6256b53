import { actLevels } from '@ticketflow/supabase/contracts/act-levels.ts';
import type { ActName } from '@ticketflow/supabase/contracts/acts.ts';
import type { Level } from '@ticketflow/supabase/contracts/person.ts';
import type { Ticket } from '@ticketflow/supabase/contracts/ticket.ts';

/** The person at the desk, with their level on the ticket in question. */
export type Me = { id: string; level: Level | null };

const ranks: Record<Level, number> = { viewer: 1, agent: 2, manager: 3, admin: 4 };

export const isAtLeast = (level: Level | null, least: Level): boolean =>
  level !== null && ranks[level] >= ranks[least];

/** Whether somebody may do an act to a ticket. The database decides; this says what to offer. */
export function mayDo(act: ActName, ticket: Ticket, me: Me): boolean {
  const { level, orRequester } = actLevels[act];
  return isAtLeast(me.level, level) || (orRequester === true && ticket.requester_id === me.id);
}
