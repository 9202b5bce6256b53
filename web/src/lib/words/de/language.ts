import type { Formats } from '@ticketflow/supabase/words/formats.ts';
import type { language as english } from '../en/language.ts';

export const language = (_: Formats<'de'>): ReturnType<typeof english> => ({
  serverLanguage: {
    title: 'Sprache',
    page: (guild) => `Sprache · ${guild} · TicketFlow`,
    text: 'Was alle in einem Ticket in Discord lesen, kommt in einer Sprache.',
    legend: 'Sprache in Discord',
    comesIn: 'In dieser Sprache',
    all: [
      'Knöpfe und Hinweise in einem Ticket, etwa „Geschlossen von Noor“',
      'Die Begrüßung in einem Ticket, dessen Kategorie keine eigene hat',
      'Gründe im Audit-Log von Discord',
    ],
    staysIn: 'In der eigenen Sprache jeder Person',
    own: [
      'Was nur ein Mitglied sieht, etwa Formulare und Antworten auf Befehle: wie Discord bei ihm eingestellt ist',
      'Der Desk: wie jede Person ihn in ihrem Konto einstellt',
    ],
    hint: 'Panels, Begrüßungen und Antworten sind eure eigenen Worte, und was schon dasteht, bleibt, wie es ist.',
    changed: (name) => `TicketFlow spricht in euren Tickets jetzt ${name}.`,
    notYours: 'Die Sprache stellen nur Admins ein',
  },
});
