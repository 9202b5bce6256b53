import type { EventTexts } from '../../contracts/acts.ts';
import type { Ticket } from '../../contracts/ticket.ts';
import type { tickets as english, ticketCommands as englishCommands } from '../en/tickets.ts';
import type { Formats } from '../formats.ts';

const inWords: Record<Ticket['priority'], string> = {
  low: 'niedrig',
  normal: 'normal',
  high: 'hoch',
  urgent: 'dringend',
};
const priorityOf = (name: string) => inWords[name as Ticket['priority']] ?? name;

const priority: Record<Ticket['priority'], string> = {
  low: 'Niedrig',
  normal: 'Normal',
  high: 'Hoch',
  urgent: 'Dringend',
};

const events: EventTexts = {
  opened: ({ who, source }) =>
    source === 'panel'
      ? `${who} hat dieses Ticket über das Panel geöffnet`
      : source === 'command'
        ? `${who} hat dieses Ticket mit /ticket geöffnet`
        : `${who} hat dieses Ticket geöffnet`,
  closed: ({ who, reason, where }) =>
    `${who} hat das Ticket ${where === 'discord' ? 'in Discord ' : ''}geschlossen${reason ? `: ${reason}` : ''}`,
  reopened: ({ who, where }) =>
    `${who} hat das Ticket ${where === 'discord' ? 'in Discord ' : ''}wieder geöffnet`,
  claimed: ({ who }) => `${who} hat das Ticket übernommen`,
  released: ({ who }) => `${who} hat das Ticket freigegeben`,
  assigned: ({ who, person }) => `${who} hat das Ticket ${person ?? 'jemandem'} zugewiesen`,
  priority: ({ who, from, to }) =>
    `${who} hat die Priorität von ${priorityOf(from)} auf ${priorityOf(to)} gesetzt`,
  snoozed: ({ who, until }) => `${who} hat das Ticket bis ${until} zurückgestellt`,
  woke: ({ who, by }) =>
    by === 'hand'
      ? `${who} hat das Ticket zurückgeholt`
      : by === 'requester'
        ? 'Eine Nachricht hat das Ticket zurückgeholt'
        : 'Das Ticket ist nicht mehr zurückgestellt',
  restricted: ({ who }) => `${who} hat das Ticket auf Manager und Beteiligte eingeschränkt`,
  unrestricted: ({ who }) => `${who} hat das Ticket wieder für seine Kategorie geöffnet`,
  added: ({ who, person }) => `${who} hat ${person ?? 'jemanden'} hinzugefügt`,
  removed: ({ who, person }) => `${who} hat ${person ?? 'jemanden'} aus dem Ticket entfernt`,
  left: ({ who }) => `${who} hat den Server verlassen`,
  joined: ({ who }) => `${who} ist dem Server wieder beigetreten`,
  channel_failed: ({ why }) => `Der Kanal in Discord konnte nicht erstellt werden. ${why}`,
  channel_deleted: () => 'Der Kanal wurde in Discord gelöscht. Der Verlauf bleibt hier erhalten.',
};

export const tickets = (_: Formats<'de'>): ReturnType<typeof english> => ({
  acts: {
    claim_ticket: 'Übernehmen',
    release_ticket: 'Freigeben',
    assign_ticket: 'Zuweisen',
    set_priority: 'Priorität setzen',
    snooze_ticket: 'Zurückstellen',
    close_ticket: 'Schließen',
    reopen_ticket: 'Wieder öffnen',
    restrict_ticket: 'Wählen, wer es sieht',
    add_person: 'Beteiligte hinzufügen',
    remove_person: 'Beteiligte entfernen',
    post_reply: 'Antworten',
    add_note: 'Notiz',
  },
  events,
  pickers: {
    assign: (ticket) => `#${ticket} zuweisen`,
    assignHint: 'Wer in diesem Ticket antworten darf.',
    assignWho: 'Wem',
    snooze: (ticket) => `#${ticket} zurückstellen`,
    snoozeHint: 'Es verlässt den Posteingang bis dahin, oder bis eine Nachricht dazu kommt.',
    snoozedUntil: (time) => `Zurückgestellt bis ${time}`,
    snoozeStays: (requester) => `Zurückgestellt lassen, wenn ${requester ?? 'jemand'} schreibt`,
    wake: 'Zurückholen',
  },
  status: { open: 'Offen', waiting: 'Wartend', snoozed: 'Zurückgestellt', closed: 'Geschlossen' },
  priority,
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
    snoozed: { name: 'Zurückgestellt', tab: 'Zurückgestellt', empty: 'Kein Ticket ist zurückgestellt.' },
    closed: { name: 'Geschlossen', tab: 'Geschlossen', empty: 'Noch wurde kein Ticket geschlossen.' },
  },
});

export const ticketCommands = (_: Formats<'de'>): ReturnType<typeof englishCommands> => ({
  commands: {
    ticket: 'Um Hilfe bitten: öffnet ein Ticket, das nur du und das Team lesen können',
    ticketCategory: 'Worum es geht',
    close: 'Das Ticket dieses Kanals schließen',
    claim: 'Das Ticket dieses Kanals übernehmen, wenn es niemand hat',
    release: 'Das Ticket dieses Kanals freigeben',
    priority: 'Die Priorität des Tickets dieses Kanals setzen',
    priorityLevel: 'Wie dringend es ist',
    snooze: 'Das Ticket dieses Kanals eine Weile zurückstellen oder zurückholen',
    snoozeFor: 'Für wie lange; auch eine Nachricht dazu holt es zurück',
    assign: 'Das Ticket dieses Kanals jemandem zuweisen, der darin antworten darf',
    assignMember: 'Wem',
    closeReason: 'Warum es geschlossen wird; alle im Ticket können es lesen',
  },
  priorities: priority,
  snoozes: { 3: '3 Stunden', 24: '1 Tag', 72: '3 Tage', 168: '1 Woche', 0: 'Jetzt zurückholen' },
  acted: {
    claimed: 'Du bist jetzt für das Ticket zuständig.',
    claimedBefore: (owner) => `${owner} ist schon für dieses Ticket zuständig.`,
    released: 'Für das Ticket ist jetzt niemand zuständig.',
    notYours: (owner) => `Für dieses Ticket ist ${owner} zuständig. Du kannst es nicht freigeben.`,
    prioritySet: (name) => `Die Priorität ist gesetzt: ${name}.`,
    snoozed: (time) => `Das Ticket ist bis ${time} zurückgestellt.`,
    woken: 'Das Ticket ist nicht mehr zurückgestellt.',
    noTicket: 'Dieser Kanal ist kein Ticket.',
    assigned: (member) => `${member} ist jetzt für das Ticket zuständig.`,
    closed: 'Das Ticket ist geschlossen.',
    closedAlready: 'Dieses Ticket ist schon geschlossen.',
  },
});
