import type X from '@lucide/svelte/icons/x';
import type { Ticket } from '@ticketflow/supabase/contracts/ticket.ts';
import type { Component } from 'svelte';
import type { Desk } from '#lib/desk/Desk.svelte.ts';
import type { TicketFeed } from '#lib/desk/TicketFeed.svelte.ts';
import type { Me } from '#lib/desk/may-do.ts';
import type { Opened } from '#lib/desk/openers.ts';

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

/** In what an act's person, time, … is chosen (lib/tickets/pickers). */
export type Picker = Component<{ feed: TicketFeed; ticket: Ticket; onend: () => void }>;

/** An act as the desk offers it. Its least level stands in contracts/act-levels.ts, its words are `t.acts`. */
export type DeskAct = {
  icon: typeof X;
  /** As it is shown: `C`, `Shift C`. */
  key?: string;
  /** Where its button stands: in the conversation's head, or next to the owner among the properties. */
  place?: 'head' | 'owner';
  group: 'ticket' | 'write';
  /** Whether it would change anything about this ticket; always, where it is left out. */
  fits?: (ticket: Ticket, me: Me) => boolean;
  run: (context: ActContext) => unknown;
  /** Loaded when the act is opened. */
  picker?: () => Promise<{ default: Picker }>;
};
