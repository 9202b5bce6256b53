import type { Formats } from '@ticketflow/supabase/words/formats.ts';
import type { Ticket } from '@ticketflow/supabase/contracts/ticket.ts';
import type { conversation as english } from '../en/conversation.ts';

const priorities: Record<Ticket['priority'], string> = {
  low: 'niedrig',
  normal: 'normal',
  high: 'hoch',
  urgent: 'dringend',
};

/** A ticket's page, and what happens to the ticket. */
export const conversation = (_: Formats<'de'>): ReturnType<typeof english> => ({
  noTicket: {
    missing: 'Dieses Ticket gibt es nicht',
    lost: 'Du kannst dieses Ticket nicht mehr sehen',
    lostAt: (time) =>
      `Um ${time} hat sich geändert, was deine Rollen öffnen. Deine Entwürfe bleiben erhalten.`,
    back: 'Zurück zum Eingang',
  },
  conversation: {
    label: 'Unterhaltung',
    messages: (ticket) => `Nachrichten von #${ticket}`,
    loading: 'Die Unterhaltung wird geladen',
    loadingOlder: 'Frühere Nachrichten werden geladen …',
    moreAbove: 'Weiter oben steht mehr',
    isNew: 'Neu',
    newSince: (time) => `Neu seit ${time}`,
    back: 'Zurück zur Liste',
    openInDiscord: 'In Discord öffnen',
    channelOpening: 'Der Kanal wird erstellt',
    noChannel: 'Kein Kanal in Discord',
    properties: 'Eigenschaften',
    closeProperties: 'Eigenschaften schließen',
    somebody: 'Jemand',
  },
  events: {
    openedFrom: {
      panel: (who) => `${who} hat dieses Ticket über das Panel geöffnet`,
      command: (who) => `${who} hat dieses Ticket mit /ticket geöffnet`,
      other: (who) => `${who} hat dieses Ticket geöffnet`,
    },
    closed: ({ who, reason, isInDiscord }) =>
      `${who} hat das Ticket ${isInDiscord ? 'in Discord ' : ''}geschlossen${reason ? `: ${reason}` : ''}`,
    reopened: (who) => `${who} hat das Ticket wieder geöffnet`,
    reopenedInDiscord: (who) => `${who} hat das Ticket in Discord wieder geöffnet`,
    priority: ({ who, from, to }) =>
      `${who} hat die Priorität von ${priorities[from]} auf ${priorities[to]} gesetzt`,
    added: (who, person) => `${who} hat ${person ?? 'jemanden'} hinzugefügt`,
    removed: (who, person) => `${who} hat ${person ?? 'jemanden'} aus dem Ticket entfernt`,
    simply: {
      claimed: (who) => `${who} hat das Ticket übernommen`,
      released: (who) => `${who} hat das Ticket freigegeben`,
      restricted: (who) => `${who} hat das Ticket auf Manager und Beteiligte eingeschränkt`,
      unrestricted: (who) => `${who} hat das Ticket wieder für seine Kategorie geöffnet`,
      left: (who) => `${who} hat den Server verlassen`,
      joined: (who) => `${who} ist dem Server wieder beigetreten`,
    },
    channelFailed: (reason) => `Der Kanal in Discord konnte nicht erstellt werden. ${reason}`,
    channelDeleted: 'Der Kanal wurde in Discord gelöscht. Der Verlauf bleibt hier erhalten.',
  },
  markdown: {
    somebody: '@jemand',
    role: '@Rolle',
    channel: '#kanal',
    code: 'Code',
    showSpoiler: 'Spoiler zeigen',
  },
});
