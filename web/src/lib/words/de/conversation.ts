import type { Formats } from '@ticketflow/supabase/words/formats.ts';
import type { conversation as english } from '../en/conversation.ts';

/** A ticket's page. */
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
  markdown: {
    somebody: '@jemand',
    role: '@Rolle',
    channel: '#kanal',
    code: 'Code',
    showSpoiler: 'Spoiler zeigen',
  },
});
