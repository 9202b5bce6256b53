import type { Formats } from '@ticketflow/supabase/words/formats.ts';

/** What a ticket's page says beside the conversation, and once something was done. Names of people may be unknown. */
export const properties = (_: Formats<'en'>) => ({
  properties: {
    label: 'Properties',
    leftOn: (date: string) => `Left the server on ${date}`,
    roles: 'Roles',
    ticket: 'Ticket',
    status: 'Status',
    owner: 'Owner',
    nobody: 'Nobody',
    priority: 'Priority',
    priorityIs: (priority: string) => `Priority: ${priority}`,
    seenBy: 'Seen by',
    participants: 'Participants',
    category: 'Category',
    opened: 'Opened',
    closed: 'Closed',
    at: ({ date, time }: { date: string; time: string }) => `${date}, ${time}`,
    /** `when`: a date and a time. */
    closedBy: ({ when, who }: { when: string; who: string | undefined }) =>
      who ? `${when} by ${who}` : when,
    reason: 'Reason',
    answers: 'Answers',
  },
  /** Who may see a ticket. */
  seenBy: { category: 'Its category', restricted: 'Managers, participants' },
  participants: {
    title: (ticket: number) => `Participants of #${ticket}`,
    what: 'They see the ticket in Discord, and on the desk as long as a role gives them a level in this server.',
    close: 'Close',
    list: 'Participants',
    takeOff: (name: string) => `Take ${name} off`,
    add: 'Add a participant',
  },
  /** What was done, once it is done, and what can be done about it. */
  acted: {
    undo: 'Undo',
    claimedBefore: (who: string | undefined) => `${who ?? 'Somebody'} claimed this a moment ago.`,
    closed: (ticket: number) => `Closed #${ticket}`,
    restricted: (ticket: number) => `Restricted #${ticket}`,
    unrestricted: (ticket: number) => `Opened #${ticket} to its category`,
    restrict: 'Restrict',
    added: (name: string) => `Added ${name}`,
    removed: ({ name, ticket }: { name: string; ticket: number }) => `Took ${name} off #${ticket}`,
  },
});
