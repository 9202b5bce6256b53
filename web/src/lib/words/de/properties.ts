import type { Formats } from '@ticketflow/supabase/words/formats.ts';
import type { properties as english } from '../en/properties.ts';

export const properties = (_: Formats<'de'>): ReturnType<typeof english> => ({
  properties: {
    label: 'Eigenschaften',
    leftOn: (date) => `Hat den Server am ${date} verlassen`,
    roles: 'Rollen',
    ticket: 'Ticket',
    status: 'Status',
    owner: 'Zuständig',
    nobody: 'Niemand',
    priority: 'Priorität',
    priorityIs: (priority) => `Priorität: ${priority}`,
    seenBy: 'Sichtbar für',
    participants: 'Beteiligte',
    category: 'Kategorie',
    opened: 'Geöffnet',
    closed: 'Geschlossen',
    at: ({ date, time }) => `${date}, ${time}`,
    closedBy: ({ when, who }) => (who ? `${when} von ${who}` : when),
    reason: 'Grund',
    answers: 'Antworten',
  },
  seenBy: { category: 'Seine Kategorie', restricted: 'Manager, Beteiligte' },
  participants: {
    title: (ticket) => `Beteiligte an #${ticket}`,
    what: 'Sie sehen das Ticket in Discord. Im Desk sehen sie es, solange ihnen eine Rolle auf diesem Server Zugriff gibt.',
    close: 'Schließen',
    list: 'Beteiligte',
    takeOff: (name) => `${name} entfernen`,
    add: 'Person hinzufügen',
  },
  acted: {
    undo: 'Rückgängig',
    claimedBefore: (who) => `${who ?? 'Jemand'} hat dieses Ticket gerade eben übernommen.`,
    closed: (ticket) => `#${ticket} geschlossen`,
    restricted: (ticket) => `#${ticket} eingeschränkt`,
    unrestricted: (ticket) => `#${ticket} für seine Kategorie geöffnet`,
    restrict: 'Einschränken',
    added: (name) => `${name} hinzugefügt`,
    removed: ({ name, ticket }) => `${name} aus #${ticket} entfernt`,
  },
});
