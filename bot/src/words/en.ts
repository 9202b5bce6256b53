import { reasons } from '@ticketflow/supabase/words/en/reasons.ts';
import { refusals } from '@ticketflow/supabase/words/en/refusals.ts';
import type { Formats } from '@ticketflow/supabase/words/formats.ts';

/** What people read of the bot in Discord. Its log is English, and stands where it is written. */
export const english = (f: Formats<'en'>) => ({
  refusals: refusals(f),
  reasons: reasons(f),
  /** Descriptions of commands and of their options: 100 characters each. Their names are the same in every language. */
  commands: {
    ticket: 'Ask for help: opens a ticket that only you and the staff can read',
    ticketCategory: 'What it is about',
    close: 'Close the ticket of this channel',
    closeReason: 'Why it is closed; everybody in the ticket can read it',
  },
  /** What the person who used a command, a button or a form is told alone. */
  answers: {
    away: 'TicketFlow cannot reach its database at the moment. Please try again in a minute.',
    broken: 'Something went wrong on our side. Please try again in a minute.',
    serverOnly: 'This works in a server only.',
    rulesFirst: "Please agree to this server's rules first, then come back.",
    isOpen: (channel: string) => `Your ticket is open: ${channel}`,
    comesLater: (number: number) => `Your ticket ${number} is recorded. Its channel follows in a moment.`,
    noChannel: (number: number, why: string) =>
      `Your ticket ${number} is recorded and the staff can see it, but it has no channel here. ${why}`,
    noTicket: 'This channel is no ticket.',
    closed: 'The ticket is closed.',
    closedAlready: 'This ticket is closed already.',
  },
  /** The form that asks before a ticket is closed: a title and a label of 45 characters, a description of 100. */
  closeForm: {
    title: 'Close this ticket?',
    reason: 'Reason',
    reasonHint: 'Everybody in the ticket can read it. You may leave it empty.',
  },
  /** What everybody in a ticket's channel sees. */
  channel: {
    close: 'Close',
    closedBy: (name: string) => `Closed by ${name}`,
    closed: 'This ticket is closed',
    reopened: 'This ticket is open again',
    writeAgain: (requester: string) => `${requester}, you can write here again.`,
    inReplyTo: (link: string) => `↩ In reply to [this message](${link})`,
    /** In the server's audit log. */
    auditReason: (number: number) => `Ticket ${number}`,
    /** Who answers, when the name is none that Discord takes. */
    staff: 'Support',
    /** Where a category says nothing of its own. {name} is the requester. */
    openingTitle: 'Hello {name}',
    openingText: 'Tell us what happened. Somebody answers here.',
  },
});
