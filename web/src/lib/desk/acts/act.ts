import type X from '@lucide/svelte/icons/x';
import type { Ticket } from '@ticketflow/supabase/contracts/ticket.ts';
import type { Desk } from '../Desk.svelte.ts';
import type { Me } from './may-do.ts';
import type { Opened } from './openers.ts';

/** What acts need of the desk. */
export type ActingDesk = Pick<Desk, 'patches' | 'ask' | 'pullTicket' | 'pullGuild'> & {
  guild: { me: { id: string } };
  people: Pick<Desk['people'], 'get'>;
};

export type ActContext = {
  desk: ActingDesk;
  ticket: Ticket;
  /** Opens the picker of an act that needs a choice. */
  open: (what: Opened) => void;
};

/** An act as the desk offers it. Its least level stands in contracts/act-levels.ts, its words are `t.acts`. */
export type DeskAct = {
  icon: typeof X;
  /** As it is shown: `C`, `Shift C`. */
  key?: string;
  /** Its button stands beside the owner among the properties. */
  isOfOwner?: true;
  group: 'ticket' | 'write';
  /** Whether it would change anything about this ticket; always, where it is left out. */
  fits?: (ticket: Ticket, me: Me) => boolean;
  run: (context: ActContext) => unknown;
};
