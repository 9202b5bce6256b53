import { reasons } from '@ticketflow/supabase/words/de/reasons.ts';
import { refusals } from '@ticketflow/supabase/words/de/refusals.ts';
import type { Formats } from '@ticketflow/supabase/words/formats.ts';
import type { english } from './en.ts';

export const german = (f: Formats<'de'>): ReturnType<typeof english> => ({
  refusals: refusals(f),
  reasons: reasons(f),
  commands: {
    ticket: 'Um Hilfe bitten: öffnet ein Ticket, das nur du und das Team lesen können',
    ticketCategory: 'Worum es geht',
    close: 'Das Ticket dieses Kanals schließen',
    closeReason: 'Warum es geschlossen wird; alle im Ticket können es lesen',
  },
  answers: {
    away: 'TicketFlow erreicht seine Datenbank gerade nicht. Versuch es in einer Minute noch einmal.',
    broken: 'Bei uns ist etwas schiefgegangen. Versuch es in einer Minute noch einmal.',
    serverOnly: 'Das geht nur auf einem Server.',
    rulesFirst: 'Stimme zuerst den Regeln dieses Servers zu und komm dann wieder.',
    isOpen: (channel) => `Dein Ticket ist offen: ${channel}`,
    comesLater: (number) => `Dein Ticket ${number} ist aufgenommen. Sein Kanal kommt gleich.`,
    noChannel: (number, why) =>
      `Dein Ticket ${number} ist aufgenommen und das Team kann es sehen, aber es hat hier keinen Kanal. ${why}`,
    noTicket: 'Dieser Kanal ist kein Ticket.',
    closed: 'Das Ticket ist geschlossen.',
    closedAlready: 'Dieses Ticket ist schon geschlossen.',
  },
  closeForm: {
    title: 'Dieses Ticket schließen?',
    reason: 'Grund',
    reasonHint: 'Alle im Ticket können ihn lesen. Du kannst das Feld leer lassen.',
  },
  channel: {
    close: 'Schließen',
    closedBy: (name) => `Geschlossen von ${name}`,
    closed: 'Dieses Ticket ist geschlossen',
    reopened: 'Dieses Ticket ist wieder offen',
    writeAgain: (requester) => `${requester}, du kannst hier wieder schreiben.`,
    inReplyTo: (link) => `↩ Antwort auf [diese Nachricht](${link})`,
    auditReason: (number) => `Ticket ${number}`,
    staff: 'Support',
    openingTitle: 'Hallo {name}',
    openingText: 'Erzähl uns, was passiert ist. Hier bekommst du eine Antwort.',
  },
});
