import AlarmClock from '@lucide/svelte/icons/alarm-clock';
import AlarmClockOff from '@lucide/svelte/icons/alarm-clock-off';
import UserCheck from '@lucide/svelte/icons/user-check';
import TriangleAlert from '@lucide/svelte/icons/triangle-alert';
import TicketIcon from '@lucide/svelte/icons/ticket';
import LogOut from '@lucide/svelte/icons/log-out';
import LogIn from '@lucide/svelte/icons/log-in';
import LockOpen from '@lucide/svelte/icons/lock-open';
import CircleDashed from '@lucide/svelte/icons/circle-dashed';
import ArrowUpDown from '@lucide/svelte/icons/arrow-up-down';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import Flag from '@lucide/svelte/icons/flag';
import Lock from '@lucide/svelte/icons/lock';
import Plus from '@lucide/svelte/icons/plus';
import Reply from '@lucide/svelte/icons/reply';
import RotateCcw from '@lucide/svelte/icons/rotate-ccw';
import UserMinus from '@lucide/svelte/icons/user-minus';
import UserPlus from '@lucide/svelte/icons/user-plus';
import X from '@lucide/svelte/icons/x';
import type { ActName, TicketEvent } from '@ticketflow/supabase/contracts/acts.ts';
import type { Ticket } from '@ticketflow/supabase/contracts/ticket.ts';
import { t } from '#lib/words/words.ts';
import type { DeskAct } from './act.ts';
import { mayDo, type Me } from '#lib/desk/may-do.ts';
import { claimTicket, closeTicket, releaseTicket, reopenTicket } from './ticket-acts.ts';

/**
 * What the desk can do to a ticket, in the order of the shortcut sheet. Keys, sheet, buttons, menus and tooltips are made of these.
 * An act that needs a choice opens its picker, from a key as from a click.
 */
export const acts: Record<ActName, DeskAct> = {
  claim_ticket: {
    icon: UserPlus,
    key: 'C',
    place: 'owner',
    group: 'ticket',
    fits: (ticket) => ticket.assignee_id === null,
    run: ({ desk, ticket }) => claimTicket(desk, ticket),
  },
  release_ticket: {
    icon: UserMinus,
    key: 'Shift C',
    place: 'owner',
    group: 'ticket',
    fits: (ticket, me) => ticket.assignee_id === me.id,
    run: ({ desk, ticket }) => releaseTicket(desk, ticket),
  },
  assign_ticket: {
    icon: UserCheck,
    key: 'A',
    place: 'owner',
    group: 'ticket',
    fits: (ticket) => ticket.status !== 'closed',
    run: ({ open }) => open('assign_ticket'),
    picker: () => import('../pickers/AssignDialog.svelte'),
  },
  set_priority: {
    icon: Flag,
    key: 'P',
    group: 'ticket',
    run: ({ open }) => open('priority'),
  },
  snooze_ticket: {
    icon: AlarmClock,
    key: 'H',
    place: 'head',
    group: 'ticket',
    fits: (ticket) => ticket.status !== 'closed',
    run: ({ open }) => open('snooze_ticket'),
    picker: () => import('../pickers/SnoozeDialog.svelte'),
  },
  close_ticket: {
    icon: CircleCheck,
    key: 'E',
    place: 'head',
    group: 'ticket',
    fits: (ticket) => ticket.status !== 'closed',
    run: ({ desk, ticket }) => closeTicket(desk, ticket),
  },
  reopen_ticket: {
    icon: RotateCcw,
    place: 'head',
    group: 'ticket',
    fits: (ticket) => ticket.status === 'closed',
    run: ({ desk, ticket }) => reopenTicket(desk, ticket),
  },
  restrict_ticket: {
    icon: Lock,
    group: 'ticket',
    run: ({ open }) => open('seen-by'),
  },
  add_person: {
    icon: Plus,
    group: 'ticket',
    run: ({ open }) => open('add_person'),
    picker: () => import('../pickers/ParticipantsDialog.svelte'),
  },
  remove_person: {
    icon: X,
    group: 'ticket',
    run: ({ open }) => open('add_person'),
  },
  post_reply: {
    icon: Reply,
    key: 'R',
    group: 'write',
    run: ({ open }) => open('reply'),
  },
  add_note: {
    icon: Lock,
    key: 'N',
    group: 'write',
    run: ({ open }) => open('note'),
  },
};

/** The mark of each line in a conversation that tells what happened. */
export const eventIcons: Record<TicketEvent['type'], DeskAct['icon']> = {
  opened: TicketIcon,
  closed: CircleCheck,
  reopened: RotateCcw,
  claimed: UserCheck,
  released: CircleDashed,
  assigned: UserCheck,
  priority: ArrowUpDown,
  snoozed: AlarmClock,
  woke: AlarmClockOff,
  restricted: Lock,
  unrestricted: LockOpen,
  added: UserPlus,
  removed: UserMinus,
  left: LogOut,
  joined: LogIn,
  channel_failed: TriangleAlert,
  channel_deleted: TriangleAlert,
};

export const actNames = Object.keys(acts) as ActName[];

/** Whether somebody is offered an act for a ticket: their level allows it, and it would change something. */
export const isOffered = (act: ActName, ticket: Ticket, me: Me): boolean =>
  mayDo(act, ticket, me) && (acts[act].fits?.(ticket, me) ?? true);

/** What a pointer that rests on an act's part of the page is told: `Reply (R)`. */
export const tipOf = (act: ActName): string => {
  const { key } = acts[act];
  return key ? `${t.acts[act]} (${key})` : t.acts[act];
};
