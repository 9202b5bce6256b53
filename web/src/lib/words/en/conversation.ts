import type { Formats } from '@ticketflow/supabase/words/formats.ts';
import type { Ticket } from '@ticketflow/supabase/contracts/ticket.ts';

const priorities: Record<Ticket['priority'], string> = {
  low: 'low',
  normal: 'normal',
  high: 'high',
  urgent: 'urgent',
};

/** A ticket's page, and what happens to the ticket. */
export const conversation = (_: Formats<'en'>) => ({
  noTicket: {
    missing: 'There is no such ticket',
    lost: 'You can no longer see this ticket',
    lostAt: (time: string) => `What your roles open changed at ${time}. Drafts are kept for you.`,
    back: 'Back to the inbox',
  },
  conversation: {
    label: 'Conversation',
    messages: (ticket: number) => `Messages of #${ticket}`,
    loading: 'Loading the conversation',
    loadingOlder: 'Loading what was said before …',
    moreAbove: 'There is more above',
    isNew: 'New',
    newSince: (time: string) => `New since ${time}`,
    back: 'Back to the list',
    openInDiscord: 'Open in Discord',
    channelOpening: 'Its channel is being made',
    noChannel: 'No channel in Discord',
    properties: 'Properties',
    closeProperties: 'Close the properties',
    somebody: 'Somebody',
  },
  /** `who` did it. Somebody else whom it is about may be unknown. */
  events: {
    openedFrom: {
      panel: (who: string) => `${who} opened this ticket from the panel`,
      command: (who: string) => `${who} opened this ticket with /ticket`,
      other: (who: string) => `${who} opened this ticket`,
    },
    closed: ({ who, reason, isInDiscord }: Closing) =>
      `${who} closed the ticket${isInDiscord ? ' in Discord' : ''}${reason ? `: ${reason}` : ''}`,
    reopened: (who: string) => `${who} reopened the ticket`,
    reopenedInDiscord: (who: string) => `${who} reopened the ticket in Discord`,
    priority: ({ who, from, to }: { who: string; from: Ticket['priority']; to: Ticket['priority'] }) =>
      `${who} set the priority to ${priorities[to]}, from ${priorities[from]}`,
    added: (who: string, person: string | undefined) => `${who} added ${person ?? 'somebody'}`,
    removed: (who: string, person: string | undefined) =>
      `${who} took ${person ?? 'somebody'} off the ticket`,
    simply: {
      claimed: (who: string) => `${who} claimed the ticket`,
      released: (who: string) => `${who} released the ticket`,
      restricted: (who: string) => `${who} locked the ticket to managers and participants`,
      unrestricted: (who: string) => `${who} opened the ticket to its category again`,
      left: (who: string) => `${who} left the server`,
      joined: (who: string) => `${who} joined the server again`,
    },
    channelFailed: (reason: string) => `The channel in Discord could not be made. ${reason}`,
    channelDeleted: 'The channel was deleted in Discord. The record stays here.',
  },
  /** What stands within a text of Discord. */
  markdown: {
    somebody: '@somebody',
    role: '@role',
    channel: '#channel',
    code: 'Code',
    showSpoiler: 'Show the spoiler',
  },
});

type Closing = { who: string; reason: string | null | undefined; isInDiscord: boolean };
