import type { Formats } from '@ticketflow/supabase/words/formats.ts';
import { refusals } from '@ticketflow/supabase/words/de/refusals.ts';
import { levels } from '@ticketflow/supabase/words/de/levels.ts';
import type { frame as english } from '../en/frame.ts';

export const frame = (f: Formats<'de'>): ReturnType<typeof english> => ({
  levels,
  refusals: refusals(f),
  titles: {
    signIn: 'Anmelden · TicketFlow',
    guilds: 'Deine Server · TicketFlow',
    problem: (title) => `${title} · TicketFlow`,
  },
  broken: {
    server: 'Bei uns ist etwas kaputtgegangen. Nichts ist verloren. Lade die Seite gleich noch einmal.',
    auth: 'Wer du bist, lässt sich gerade nicht nachsehen. Nichts ist verloren. Lade die Seite gleich noch einmal.',
    noFile: 'Diese Datei gibt es nicht',
    noPicture: 'Dieses Bild gibt es nicht',
    storage: 'Der Dateispeicher antwortet nicht. Lade die Seite gleich noch einmal.',
    database:
      'Die Datenbank antwortet nicht, wie sie soll. Nichts ist verloren. Lade die Seite gleich noch einmal.',
    page: 'Auf dieser Seite ist etwas kaputtgegangen. Nichts ist verloren. Lade sie neu.',
  },
  closed: {
    nothing: 'Hier gibt es nichts',
    orNotOpen: 'Oder deine Rollen öffnen es nicht.',
    notOpen: 'Hier gibt es nichts, was deine Rollen öffnen.',
    closed: 'Dieser Server ist geschlossen',
    broken: 'Etwas ist kaputtgegangen',
    again: 'Nichts ist verloren. Lade die Seite gleich noch einmal.',
    left: 'Der Bot hat diesen Server verlassen, deshalb wird nichts davon gezeigt.',
    stale: 'Dieser Server ist vorerst geschlossen.',
    since: (time) =>
      `Der Bot ist seit ${time} nicht erreichbar. Deshalb weiß niemand, ob deine Rollen noch gelten. Der Server öffnet sich von selbst, sobald der Bot zurück ist.`,
    sinceLong:
      'Der Bot ist seit langem nicht erreichbar. Deshalb weiß niemand, ob deine Rollen noch gelten. Der Server öffnet sich von selbst, sobald der Bot zurück ist.',
    seeGuilds: 'Deine Server ansehen',
  },
  signIn: {
    title: 'Am Desk anmelden',
    lead: 'Deine Discord-Rollen entscheiden, was du hier siehst. Ein weiteres Passwort gibt es nicht.',
    go: 'Weiter mit Discord',
    reads: 'Was TicketFlow liest',
    profile: 'Deinen Namen, dein Profilbild und die Server, auf denen du bist',
    roles: 'Deine Rollen dort, solange du sie hast',
    noMessages: 'Keine Nachrichten außerhalb von Tickets',
    denied: 'Discord durfte nicht sagen, wer du bist. Deshalb wurde niemand angemeldet.',
    failed: 'Die Anmeldung hat nicht geklappt. Nichts wurde geändert. Versuch es noch einmal.',
    ended:
      'Deine Sitzung ist abgelaufen. Melde dich an, um dort weiterzumachen, wo du warst: Was du geschrieben hast, ist auf diesem Gerät gespeichert.',
    away: 'Die Anmeldung ist gerade nicht möglich: Der Dienst dahinter antwortet nicht. Versuch es in einer Minute noch einmal.',
    unsafe:
      'Die Anmeldung ist geschlossen: Sie ist nicht sicher eingerichtet. Wer diesen Desk betreibt, findet im Log, was zu ändern ist.',
    out: 'Abmelden',
  },
  guilds: {
    title: 'Deine Server',
    checking: 'Deine Rollen in Discord werden geprüft',
    patience: 'Beim ersten Mal dauert das ein paar Sekunden.',
    none: 'Kein Server ist für dich offen',
    ask: 'Keine deiner Rollen in Discord öffnet hier einen Desk. Bitte die Admins deines Servers um eine Rolle, die das tut. Diese Seite merkt es von selbst.',
    again: 'Noch einmal nachsehen',
  },
  asking: {
    unreachable: 'Der Desk ist gerade nicht erreichbar.',
    away: 'Die Datenbank des Desks antwortet gerade nicht.',
    ended: 'Deine Sitzung ist abgelaufen. Melde dich neu an.',
  },
  harbor: {
    where: '#hilfe in Discord',
    question: 'Meine Laterne ist seit dem Update weg',
    category: 'Käufe',
    subject: 'Gezeitenglas-Skin seit dem Update 2.3 verschwunden',
    from: 'Noor, vom Desk',
    sent: 'Gesendet',
    answer: 'Er ist wieder in deinem Inventar. Viel Glück heute Abend!',
  },
  times: {
    now: 'jetzt',
    minutes: (count) => `${count} Min.`,
    hours: (count) => `${count} Std.`,
    days: (count) => `${count} T.`,
    today: 'Heute',
    yesterday: 'Gestern',
    until: (time) => `bis ${time}`,
    inHours: (count) => f.plural(count, { one: 'In # Stunde', other: 'In # Stunden' }),
    tomorrow: 'Morgen',
    nextWeek: 'Nächste Woche',
    inDays: (count) => f.plural(count, { one: 'In # Tag', other: 'In # Tagen' }),
    other: 'Anderer Zeitpunkt',
    choose: 'Wählen',
    past: 'Wähle einen Zeitpunkt, der noch kommt.',
  },
});
