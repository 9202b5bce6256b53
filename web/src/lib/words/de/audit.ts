import type { Formats } from '@ticketflow/supabase/words/formats.ts';
import type { audit as english } from '../en/audit.ts';

type Audit = ReturnType<typeof english>;

const did: Audit['auditDid'] = {
  set_level: ({ who, what }) => `${who} hat die Stufe von ${what} geändert`,
  set_language: ({ who, what }) => `${who} hat die Sprache für ${what} geändert`,
  read_transcript: ({ who, what }) => `${who} hat das Transkript von ${what} gelesen`,
  close_ticket: ({ who, what }) => `${who} hat ${what} geschlossen`,
  reopen_ticket: ({ who, what }) => `${who} hat ${what} wieder geöffnet`,
  restrict_ticket: ({ who, what, isRestricted }) =>
    isRestricted ? `${who} hat ${what} eingeschränkt` : `${who} hat ${what} für seine Kategorie geöffnet`,
  add_person: ({ who, what, name }) => `${who} hat ${name} zu ${what} hinzugefügt`,
  remove_person: ({ who, what, name }) => `${who} hat ${name} aus ${what} entfernt`,
  publish_panel: ({ who, what }) => `${who} hat ${what} veröffentlicht`,
  run_job: ({ who, what }) => `${who} hat den Job „${what}“ gestartet`,
  add_block: ({ who, what }) => `${who} hat ${what} gesperrt`,
  change_block: ({ who, what }) => `${who} hat geändert, warum ${what} gesperrt ist`,
  remove_block: ({ who, what }) => `${who} hat ${what} entsperrt`,
  add_label: ({ who, what }) => `${who} hat das Label ${what} hinzugefügt`,
  change_label: ({ who, what }) => `${who} hat das Label ${what} geändert`,
  remove_label: ({ who, what }) => `${who} hat das Label ${what} entfernt`,
  move_label: ({ who, what }) => `${who} hat das Label ${what} verschoben`,
};

/** The audit log. */
export const audit = (f: Formats<'de'>): Audit => ({
  auditDid: did,
  auditKinds: {
    levels: 'Stufen',
    server: 'Server',
    blocks: 'Sperrliste',
    labels: 'Labels',
    transcripts: 'Gelesene Transkripte',
    tickets: 'Tickets',
    jobs: 'Jobs',
    panels: 'Panels',
  },
  auditEmpty: { name: 'kein Name', reason: 'kein Grund', hue: 'keine Farbe', position: 'kein Platz' },
  audit: {
    page: (guild) => `Audit-Log · ${guild} · TicketFlow`,
    title: 'Audit-Log',
    text: 'Wer was geändert hat und wer das Transkript eines geschlossenen Tickets gelesen hat. Namen stehen hier, wie sie damals waren. Niemand kann einen Eintrag ändern.',
    notYours: 'Das Audit-Log ist für Admins',
    kinds: 'Arten von Einträgen',
    everything: 'Alles',
    none: 'Noch nichts',
    noneText: 'Änderungen an Stufen, Sperrliste und Tickets erscheinen hier, sobald sie passieren.',
    older: 'Ältere zeigen',
    before: 'vorher:',
    after: 'nachher:',
    somebody: 'Jemand',
    bot: 'Der Bot',
    other: ({ who, what }) => `${who}: ${what}`,
    inCategory: (role, category) => `${role} in ${category}`,
    inServer: (role) => `${role} auf dem ganzen Server`,
    noLevel: 'Keine Stufe',
    server: 'den Server',
    panel: 'ein Panel',
    // Without an article, so that it fits after any preposition.
    goneTicket: 'Ticket (gelöscht)',
    open: 'Offen',
    closed: 'Geschlossen',
    restricted: 'Eingeschränkt',
    openToCategory: 'Offen für seine Kategorie',
    notBlocked: 'Nicht gesperrt',
    blocked: 'Gesperrt',
    blockedNoReason: 'Gesperrt, ohne Angabe eines Grundes',
    noReason: 'Kein Grund',
    jobAsked: 'Angefordert',
    jobDone: (progress) => `Fertig: ${progress}`,
    jobCancelled: (progress) => `Abgebrochen bei ${progress}`,
    jobFailed: (progress, why) => `Fehlgeschlagen bei ${progress}${why === null ? '' : `. ${why}`}`,
    place: (position) => `Platz ${f.number(position)}`,
    nothing: 'nichts',
  },
});
