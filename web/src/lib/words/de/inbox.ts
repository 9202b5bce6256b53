import type { Formats } from '@ticketflow/supabase/words/formats.ts';
import type { inbox as english } from '../en/inbox.ts';

const small = 'null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf'.split(' ');

export const inbox = (f: Formats<'de'>): ReturnType<typeof english> => {
  /** A number in a sentence: a word up to twelve, then digits. */
  const inWords = (number: number) => small[number] ?? f.number(number);
  const free = (count: number) =>
    f.plural(count, {
      one: 'Ein Ticket wartet noch auf jemanden',
      other: `Es warten noch ${inWords(count)} Tickets auf jemanden`,
    });
  return {
    status: { open: 'Offen', waiting: 'Wartend', snoozed: 'Zurückgestellt', closed: 'Geschlossen' },
    priority: { low: 'Niedrig', normal: 'Normal', high: 'Hoch', urgent: 'Dringend' },
    priorityMarks: {
      low: 'Niedrige Priorität',
      normal: 'Normale Priorität',
      high: 'Hohe Priorität',
      urgent: 'Dringend',
    },
    views: {
      inbox: { name: 'Eingang', tab: 'Alle', empty: 'Kein Ticket ist offen.' },
      mine: { name: 'Meine', tab: 'Meine', empty: 'Du bist für kein offenes Ticket zuständig.' },
      unassigned: {
        name: 'Nicht übernommen',
        tab: 'Nicht übernommen',
        empty: 'Für jedes offene Ticket ist jemand zuständig.',
      },
      closed: { name: 'Geschlossen', tab: 'Geschlossen', empty: 'Noch wurde kein Ticket geschlossen.' },
    },
    nav: {
      title: (guild) => `${guild} · TicketFlow`,
      label: 'Desk',
      settings: 'Einstellungen',
      you: 'Du',
      switchServer: 'Server wechseln',
      account: 'Dein Konto',
      shortcuts: 'Tastenkürzel',
    },
    connectionStates: {
      live: 'Live',
      'catching-up': 'Holt auf',
      offline: 'Offline',
      'database-away': 'Ohne Datenbank',
      'bot-away': 'Ohne Bot',
    },
    connection: {
      offline: 'Du bist offline.',
      unreachable: 'Der Desk ist nicht erreichbar.',
      readingWorks:
        'Lesen geht. Was du sendest, geht der Reihe nach raus, sobald die Verbindung wieder da ist.',
      databaseAway: 'Die Datenbank des Desks antwortet nicht.',
      nothingLost:
        'Nichts ist verloren: Was du schreibst, bleibt hier und geht der Reihe nach raus, sobald sie wieder da ist.',
      botAway: 'Der Bot ist nicht erreichbar.',
      queued: 'Was du sendest, wartet und geht raus, sobald er wieder da ist.',
      closesAt: (time) => `Ohne ihn schließt dieser Server um ${time} für alle, denen er nicht gehört.`,
      catchingUp: 'Was in Discord passiert ist, wird nachgeholt.',
      caughtUp: ({ done, total }) =>
        `${f.number(done)} von ${f.number(total)} Tickets sind da, die neuesten zuerst.`,
      reconnecting: 'Die Verbindung wird wiederhergestellt.',
      late: 'Neue Nachrichten kommen bis zu zwanzig Sekunden später.',
      lastLive: (time) => `zuletzt live um ${time}`,
      lastSeen: (time) => `zuletzt gesehen um ${time}`,
      tryNow: 'Jetzt versuchen',
      notStarted: 'Die Seite ist noch nicht bereit.',
    },
    lossTitles: {
      roles: 'Du kannst diesen Server nicht mehr sehen',
      stale: 'Dieser Server ist vorerst geschlossen',
      left: 'Der Bot hat diesen Server verlassen',
    },
    access: {
      left: 'Nichts wird mehr gesammelt oder gezeigt. Wem der Server gehört, kann den Bot wieder einladen.',
      lostRoles: ({ roles, time }) => {
        const names = f.list(roles.map((role) => `„${role}“`));
        return roles.length === 1
          ? `Deine Rolle ${names} wurde dir um ${time} genommen.`
          : `Deine Rollen ${names} wurden dir um ${time} genommen.`;
      },
      changed: (time) => `Was deine Rollen öffnen, hat sich um ${time} geändert.`,
      draftsKept: 'Deine Entwürfe bleiben dir erhalten.',
      lookingUp:
        'Es wird nachgesehen, was du sehen darfst. Während diese Seite weg war, können sich deine Rollen geändert haben. Bis das klar ist, wird nichts gezeigt.',
    },
    toasts: { secondsLeft: (seconds) => `${seconds} s` },
    people: {
      you: 'Du',
      somebody: 'Jemand',
      aName: 'Ein Name',
      found: 'Gefunden',
      notFound: 'Niemand mit diesem Namen war hier in einem Ticket.',
    },
    list: {
      title: ({ view, guild }) => `${view} · ${guild} · TicketFlow`,
      label: 'Tickets',
      labelOf: (view) => `${view}, neueste zuerst`,
      open: (count) => `${f.number(count)} offen`,
      anyCategory: 'Alle Kategorien',
      latestFirst: 'Neueste zuerst',
      emptyIn: (category) => `In „${category}“ ist hier nichts.`,
    },
    row: {
      opened: 'Geöffnet, noch nichts geschrieben',
      said: ({ name, text }) => `${name}: ${text}`,
      noted: ({ name, text }) => `${name}, Notiz: ${text}`,
      files: (count) => f.plural(count, { one: 'Eine Datei gesendet', other: '# Dateien gesendet' }),
      embed: 'Ein Embed gesendet',
      restricted: 'Eingeschränkt',
      unread: (count) => `Ungelesen: ${count}`,
      owner: (name) => `Zuständig: ${name}`,
      noOwner: 'Niemand ist zuständig',
    },
    calm: {
      nothingToDo: 'Alles ruhig',
      pick: 'Wähle ein Ticket',
      noneOpen: 'Kein Ticket ist offen. Neue erscheinen hier von selbst.',
      noneMine: 'Nichts wartet auf dich.',
      mine: (count) =>
        f.plural(count, {
          one: 'Für ein offenes Ticket bist du zuständig.',
          other: `Für ${inWords(count)} offene Tickets bist du zuständig.`,
        }),
      free: (count) => `${free(count)}.`,
      // An age ends with the dot of its abbreviation, which ends the sentence too.
      freeSince: ({ count, age }) =>
        f.plural(count, {
          one: `${free(count)}, seit ${age ?? 'einem Moment.'}`,
          other: `${free(count)}, das älteste seit ${age ?? 'einem Moment.'}`,
        }),
      claimOldest: 'Das älteste übernehmen',
      seeUnassigned: 'Nicht übernommene ansehen',
      nextAndPrevious: 'Nächstes und voriges Ticket',
      allShortcuts: 'Alle Tastenkürzel',
    },
  };
};
