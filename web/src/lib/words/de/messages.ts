import type { Formats } from '@ticketflow/supabase/words/formats.ts';
import type { messages as english } from '../en/messages.ts';

/** Messages of a conversation, and what is done to one. */
export const messages = (f: Formats<'de'>): ReturnType<typeof english> => ({
  message: {
    label: ({ who, time }) => `Nachricht von ${who ?? 'jemandem'}, ${time}`,
    noteLabel: ({ who, time }) => `Notiz von ${who ?? 'jemandem'}, ${time}`,
    quotedDeleted: 'Die Nachricht wurde gelöscht',
    staffOnly: 'Notiz, nur fürs Team',
    app: 'App',
    agent: 'Agent',
    edited: '(bearbeitet)',
    sticker: (name) => `Sticker: ${name}`,
    reactions: 'Reaktionen',
    tools: 'Was du mit dieser Nachricht tun kannst',
    quote: 'Zitieren',
    edit: 'Bearbeiten',
    delete: 'Löschen',
    deleted: ({ by, isInDiscord }) => {
      const deleted = isInDiscord ? 'in Discord gelöscht' : 'gelöscht';
      return by ? `${by} hat eine Nachricht ${deleted}` : `Eine Nachricht wurde ${deleted}`;
    },
    noteDeleted: ({ by, isInDiscord }) => {
      const deleted = isInDiscord ? 'in Discord gelöscht' : 'gelöscht';
      return by ? `${by} hat eine Notiz ${deleted}` : `Eine Notiz wurde ${deleted}`;
    },
  },
  delivery: {
    waits: (position) => `Wartet, Platz ${f.number(position)}`,
    queued: 'In der Warteschlange',
    sending: 'Wird gesendet',
    sent: 'Gesendet',
    unknown: 'Unklar, wird geprüft',
    notSent: 'Nicht gesendet.',
    notKnown: 'Es ist unklar, ob das in Discord angekommen ist.',
    overtaken: 'Was danach geschrieben wurde, ist gesendet. Ein neuer Versuch steht darunter.',
    retry: 'Noch einmal senden',
  },
  editing: {
    label: 'Nachricht bearbeiten',
    empty: 'Hier steht nichts. Um die Nachricht zu entfernen, lösche sie.',
    over: (count) =>
      f.plural(count, {
        one: '# Zeichen zu viel für eine Discord-Nachricht.',
        other: '# Zeichen zu viel für eine Discord-Nachricht.',
      }),
    cancel: 'Abbrechen',
    save: 'Speichern',
  },
  deleting: {
    message: 'Diese Nachricht löschen?',
    note: 'Diese Notiz löschen?',
    leavesLine: 'Hier bleibt eine Zeile, die sagt, wer sie gelöscht hat.',
    inDiscordToo: 'Sie verschwindet auch in Discord. Hier bleibt eine Zeile, die sagt, wer sie gelöscht hat.',
    noText: 'Kein Text',
    keep: 'Behalten',
    delete: 'Löschen',
  },
  files: {
    label: 'Dateien',
    copying: 'Wird aus Discord kopiert …',
    save: (name) => `${name} speichern`,
    close: 'Schließen',
    broken:
      'Dieses Bild lässt sich nicht zeigen. Vielleicht gibt es das Bild nicht mehr, oder der Desk ist gerade nicht erreichbar.',
    bytes: (size) => `${size} B`,
    kilobytes: (size) => `${size} KB`,
    megabytes: (size) => `${size} MB`,
  },
});
