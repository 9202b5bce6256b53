import type { Formats } from '@ticketflow/supabase/words/formats.ts';
import type { jobs as english } from '../en/jobs.ts';

type Jobs = ReturnType<typeof english>;

/** Long work. */
export const jobs = (f: Formats<'de'>): Jobs => {
  const times = (count: number) => f.plural(count, { one: 'einmal', other: '#-mal' });
  const errors: Jobs['jobErrors'] = {
    interrupted: ({ attempts }) => `Er wurde ${times(attempts)} unterbrochen, bevor eine Seite fertig war.`,
    database: ({ attempts, sqlstate }) =>
      `Die Datenbank hat seine Seite ${times(attempts)} abgelehnt (${sqlstate}).`,
    bug: ({ attempts }) =>
      `Der Bot konnte seine Seite nicht bearbeiten, ${times(attempts)}. Warum, steht im Log des Bots.`,
  };
  return {
    jobKinds: { sweep_outbox: 'Alte Einträge im Postausgang löschen' },
    jobStates: {
      waiting: 'Wartet',
      running: 'Läuft',
      retrying: 'Neuer Versuch nach Fehler',
      silent: 'Antwortet nicht mehr',
      done: 'Fertig',
      failed: 'Fehlgeschlagen',
      cancelled: 'Abgebrochen',
    },
    jobErrors: errors,
    jobs: {
      page: (guild) => `Jobs · ${guild} · TicketFlow`,
      title: 'Jobs',
      text: 'Arbeit, für die der Bot länger braucht, Seite für Seite. Nach einem Neustart läuft ein Job weiter. Brichst du ihn ab, bleibt erhalten, was erledigt ist.',
      notYours: 'Die Liste der Jobs ist für Manager und Admins',
      underWay: 'In Arbeit',
      ended: 'Beendet',
      none: 'Noch keine Jobs',
      noneText: 'Worum du den Bot bittest und was länger dauert, erscheint hier mit seinem Fortschritt.',
      stale: (trouble) => `Diese Liste ist nicht mehr aktuell. ${trouble}`,
      again: 'Noch einmal versuchen',
      asked: ({ by, ago }) => `Angefordert von ${by ?? 'jemandem'}, ${ago}`,
      cancelledBy: (name) => `abgebrochen von ${name}`,
      lastSign: (age) => `letztes Lebenszeichen vor ${age}`,
      seconds: (count) => `${count} Sek.`,
      progressOf: (name) => `Fortschritt: ${name}`,
      progress: (done, total) => `${f.number(done)} von ${f.number(total)}`,
      progressOfUnknown: (done) => f.number(done),
      skipped: (count, reason) => `${f.number(count)} übersprungen: ${reason}`,
      staysDone: 'Was erledigt ist, bleibt erledigt.',
      goOn: 'Weiterlaufen lassen',
      cancelJob: 'Job abbrechen',
      cancel: 'Abbrechen',
    },
  };
};
