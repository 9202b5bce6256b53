import type { Formats } from '@ticketflow/supabase/words/formats.ts';
import type { composer as english } from '../en/composer.ts';

/** Where replies and notes are written, and what goes with them. The requester's name may be unknown. */
export const composer = (f: Formats<'de'>): ReturnType<typeof english> => ({
  composer: {
    kind: 'Art der Nachricht',
    replyTo: (requester) => `Antwort an ${requester ?? 'die anfragende Person'}`,
    noteForStaff: 'Eine Notiz fürs Team',
    neverSees: (requester) => `${requester ?? 'Die anfragende Person'} sieht das nie`,
    seesAs: ({ requester, me }) => `Geht als ${me} an ${requester ?? 'die anfragende Person'}`,
    draftKept: 'Entwurf auf diesem Gerät gespeichert',
    notKept:
      'In diesem Browser ist kein Platz, um zu speichern, was du hier schreibst. Es bleibt, solange diese Seite offen ist.',
    refused: (reason) => `Nicht gesendet. ${reason} Was du geschrieben hast, steht unten.`,
    newSince: (count) =>
      f.plural(count, {
        one: '# neue Nachricht, seit du schreibst',
        other: '# neue Nachrichten, seit du schreibst',
      }),
    show: 'Zeigen',
    sendAnyway: 'Trotzdem senden',
    doNotQuote: 'Nicht zitieren',
    left: (count) => `noch ${count}`,
    send: 'Senden',
    addNote: 'Notiz hinzufügen',
    moreWays: 'Mehr zum Senden',
    sendAndClose: 'Senden und schließen',
  },
  kinds: {
    reply: 'Antwort',
    note: 'Notiz',
  },
  formats: {
    bold: 'Fett',
    italic: 'Kursiv',
    code: 'Code',
  },
  blocked: {
    viewer: 'Du kannst hier lesen. Zum Antworten brauchst du eine Rolle, die hier als Agent zählt.',
    closed: (requester) =>
      `Dieses Ticket ist geschlossen. Öffne es wieder, um zu antworten: ${requester ?? 'Die anfragende Person'} erfährt es in Discord. Notizen gehen weiterhin.`,
    channelFailed: (reason) =>
      `Der Kanal in Discord konnte nicht erstellt werden, deshalb kann eine Antwort nirgendwo ankommen. ${reason} Notizen gehen weiterhin.`,
    channelDeleted:
      'Der Kanal wurde in Discord gelöscht, deshalb kann eine Antwort nirgendwo ankommen. Notizen gehen weiterhin.',
  },
  parts: {
    label: 'Die Nachrichten, als die es gesendet wird',
    list: 'Teile',
    goesOutAs: (count) =>
      f.plural(count, {
        one: 'Wird als # Nachricht gesendet.',
        other: 'Wird als # Nachrichten gesendet, in dieser Reihenfolge.',
      }),
  },
  attaching: {
    attach: 'Dateien anhängen',
    letGo: 'Zum Anhängen loslassen',
    label: 'Angehängte Dateien',
    uploaded: ({ percent, size }) => `${percent} % von ${size}`,
    retry: (name) => `${name} noch einmal hochladen`,
    remove: (name) => `${name} weglassen`,
    tooMany: (name) => `In eine Nachricht passen zehn Dateien: ${name} fällt weg.`,
    empty: (name) => `${name} ist leer oder ein Ordner.`,
    tooLarge: ({ name, size, limit }) => `${name} hat ${size}. Discord nimmt Dateien bis ${limit} an.`,
    together: ({ name, limit }) =>
      `In eine Nachricht passen Dateien mit zusammen ${limit}: ${name} fällt weg.`,
    storageRefuses: 'Der Dateispeicher nimmt sie nicht an.',
    connectionBroke: 'Die Verbindung ist abgebrochen.',
  },
  unreadable: {
    notSent: (count) =>
      f.plural(count, {
        one: 'Eine Nachricht auf diesem Gerät ist nicht lesbar und wurde deshalb nicht gesendet.',
        other: '# Nachrichten auf diesem Gerät sind nicht lesbar und wurden deshalb nicht gesendet.',
      }),
    copy: 'Kopieren',
  },
});
