import type { RefusalTexts } from '../../contracts/refusals.ts';
import type { Formats } from '../formats.ts';

export const refusals = (f: Formats<'de'>): RefusalTexts => ({
  TF001: 'Dieses Ticket gibt es nicht, oder deine Rollen öffnen es nicht.',
  TF002: 'Dieses Ticket ist geschlossen. Öffne es zuerst wieder.',
  TF003: 'Du hast noch nichts geschrieben.',
  TF004: ({ length }) =>
    `Zu lang: ${f.plural(length, { one: '# Zeichen', other: '# Zeichen' })}, und in eine Discord-Nachricht passen ${f.number(2000)}.`,
  TF005: 'Deine Rollen erlauben das nicht.',
  TF006: 'Diese Nachricht ist weg, oder du darfst sie nicht ändern.',
  TF007: 'Dieses Ticket hat keinen Kanal in Discord. Eine Antwort kommt nirgends an.',
  TF008: 'Diese Auswahl ist nicht mehr möglich. Triff eine andere.',
  TF009: 'Dieses Panel gibt es nicht.',
  TF010: 'Melde dich zuerst mit Discord an.',
  TF011: 'Diese Kategorie nimmt gerade keine Tickets an.',
  TF012: ({ open }) =>
    f.plural(open, {
      one: '# Ticket dieser Art ist schon offen. Schließe es zuerst.',
      other: '# Tickets dieser Art sind schon offen. Schließe zuerst eines.',
    }),
  TF013: 'TicketFlow bedient diesen Server gerade nicht.',
  TF014: 'Etwas davon ist hier nicht mehr bekannt. Lade die Seite neu.',
  TF015: 'Damit würdest du dir selbst den Admin-Zugriff nehmen. Andere Admins können das tun.',
  TF016: 'Das Team dieses Servers nimmt keine Tickets von dir an. Frag es außerhalb von Tickets.',
  TF017:
    'In Discord können alle mit „Threads verwalten“ diesen privaten Thread lesen. Bestätige, um ihn trotzdem einzuschränken.',
  TF018: 'Eine Datei hat einen Namen, einen Typ und höchstens 10 MB.',
  TF019: 'Eine Datei ist nicht mehr da. Hänge sie noch einmal an.',
  TF020: 'Zu viel für eine Discord-Nachricht: höchstens zehn Dateien, zusammen 24 MB.',
  TF021: 'Jemand anderes hat das geändert, seit du angefangen hast.',
  TF022: 'So etwas gibt es schon.',
  TF023: 'Jemand hat das entfernt, seit du angefangen hast.',
  TF024: 'Das wird noch benutzt. Wähle, was an seine Stelle tritt.',
  TF025: 'Diese Liste fragt nach etwas, das TicketFlow nicht kennt. Wähle ihre Bedingungen neu.',
  TF026: 'Diese Person kann in diesem Ticket nicht antworten: Ihre Rollen öffnen es ihr nicht.',
  notValid: 'So lässt sich das nicht speichern.',
  other: (code) => `Die Datenbank hat das abgelehnt (${code}).`,
});
