import type { Formats } from '@ticketflow/supabase/words/formats.ts';
import type { acts as english } from '../en/acts.ts';

/** What is done to a ticket: acts, their keys, its properties. */
export const acts = (_: Formats<'de'>): ReturnType<typeof english> => ({
  keyGroups: { go: 'Gehen', ticket: 'Ticket', write: 'Schreiben' },
  keys: {
    next: 'Nächstes Ticket',
    previous: 'Voriges Ticket',
    back: 'Eine Ebene zurück',
    nav: 'Navigation einklappen',
    properties: 'Eigenschaften einklappen',
    quote: 'Die letzte Nachricht zitieren',
    line: 'Neue Zeile',
    sheet: 'Tastenkürzel',
    closeSheet: 'Übersicht schließen',
  },
});
