import type { Ticket } from '@ticketflow/supabase/contracts/ticket.ts';
import type { View } from '#lib/desk/inbox-rows.ts';

export const priorities: readonly Ticket['priority'][] = ['low', 'normal', 'high', 'urgent'];
export const priorityWords = { low: 'Low', normal: 'Normal', high: 'High', urgent: 'Urgent' } as const;
export const statusWords = {
  open: 'Open',
  waiting: 'Waiting',
  snoozed: 'Snoozed',
  closed: 'Closed',
} as const;

export const viewWords: Record<View, string> = {
  inbox: 'Inbox',
  mine: 'Mine',
  unassigned: 'Unassigned',
  closed: 'Closed',
};
