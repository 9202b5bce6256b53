import type { Formats } from '@ticketflow/supabase/words/formats.ts';
import type { kit as english } from '../en/kit.ts';

/** The frame of the settings, and what the pages of all lists share. */
export const kit = (f: Formats<'de'>): ReturnType<typeof english> => ({
  settings: {
    label: 'Einstellungen',
    back: 'Zurück zum Eingang',
    groups: { server: 'Server', intake: 'Annahme', work: 'Arbeit', record: 'Protokoll' },
    title: ({ page, guild }) => `${page} · ${guild} · TicketFlow`,
    missing: 'Diese Seite gibt es nicht',
    broken: 'Diese Seite wurde nicht geladen',
    safe: 'Nichts ist verloren: Was gespeichert ist, bleibt, und was du geschrieben hast, liegt auf diesem Gerät.',
    again: 'Neu laden',
    undo: 'Rückgängig',
    whoAreAdmins:
      'Wem der Server gehört und wer in Discord „Server verwalten“ darf, hat Admin-Rechte und kann deiner Rolle eine Stufe geben.',
  },
  hues: {
    red: 'Rot',
    orange: 'Orange',
    amber: 'Bernstein',
    lime: 'Limette',
    green: 'Grün',
    teal: 'Petrol',
    sky: 'Himmelblau',
    blue: 'Blau',
    violet: 'Violett',
    purple: 'Lila',
    pink: 'Pink',
  },
  kit: {
    notYours: (title) => `„${title}“ ist nur für Manager und Admins`,
    save: 'Änderungen speichern',
    edit: (name) => `${name} bearbeiten`,
    remove: (name) => `${name} entfernen`,
    discard: 'Verwerfen',
    cancel: 'Abbrechen',
    waiting: 'Nicht gespeichert',
    unsaved: (count) =>
      f.plural(count, { one: '# Änderung nicht gespeichert', other: '# Änderungen nicht gespeichert' }),
    count: ({ length, most }) => `${f.number(length)} von ${f.number(most)}`,
    changedBy: ({ by, date, time }) => {
      const when = date ? `am ${date} um ${time}` : `um ${time}`;
      if (by === 'me') return `Du hast das ${when} anderswo geändert.`;
      if (by === 'staff') return `Jemand aus dem Team hat das ${when} geändert.`;
      return `${by === 'nobody' ? 'TicketFlow' : by.name} hat das ${when} geändert.`;
    },
    lookAgain: 'Sieh es dir erst noch einmal an.',
    changed: ', geändert',
    hue: 'Farbe',
    otherHue: (hue) => `Farbton ${hue}`,
    order: {
      hint: 'Ziehen, oder Leertaste und Pfeiltasten',
      handle: ({ name, place, count }) => `${name} verschieben, ${f.number(place)} von ${f.number(count)}`,
      lifted: ({ name, place, count }) => `${name}, ${f.number(place)} von ${f.number(count)}`,
    },
    leave: {
      title: 'Ohne Speichern gehen?',
      text: 'Was du hier geschrieben hast, ist noch nicht gespeichert.',
      stay: 'Bleiben',
      leave: 'Gehen',
    },
    stale: {
      removed: 'Jemand hat das entfernt, seit du angefangen hast.',
      addsAgain: 'Was du geschrieben hast, ist noch da: Speicherst du es, wird es neu hinzugefügt.',
      same: 'Gespeichert ist jetzt dasselbe, was du hier hast.',
      differs: 'Was du geschrieben hast, ist noch da. Wähle, welche Fassung bleiben soll.',
      field: 'Feld',
      theirs: 'Gespeichert',
      mine: 'Deine',
      keepMine: 'Meine behalten',
      takeTheirs: 'Gespeicherte nehmen',
      nothing: 'Nichts',
    },
    inUse: {
      title: (name) => `„${name}“ wird verwendet`,
      uses: {
        ticket: (count) => f.plural(count, { one: '# Ticket verwendet es', other: '# Tickets verwenden es' }),
      },
      other: (count) => f.plural(count, { one: 'Noch # Verwendung', other: 'Noch # Verwendungen' }),
      choose: 'Wähle, was an die Stelle tritt. Das lässt sich nicht rückgängig machen.',
      none: 'Noch kann nichts anderes an die Stelle treten. Füge erst etwas hinzu.',
      replacement: 'An seiner Stelle',
      keep: 'Behalten',
      replace: 'Ersetzen und entfernen',
    },
    problems: {
      empty: 'Schreib hier etwas hinein.',
      choose: 'Wähle erst etwas aus.',
      invalid: 'Das ist nicht gültig.',
      least: (least) => `Mindestens ${f.number(least)}.`,
      most: (most) => `Höchstens ${f.number(most)}.`,
      leastLong: (least) => f.plural(least, { one: 'Mindestens # Zeichen.', other: 'Mindestens # Zeichen.' }),
      mostLong: (most) => f.plural(most, { one: 'Höchstens # Zeichen.', other: 'Höchstens # Zeichen.' }),
    },
  },
});
