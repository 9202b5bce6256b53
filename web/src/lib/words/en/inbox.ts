import type { Formats } from '@ticketflow/supabase/words/formats.ts';

const connectionStates = {
  live: 'Live',
  'catching-up': 'Catching up',
  offline: 'Offline',
  'database-away': 'Database away',
  'bot-away': 'Bot out of reach',
};

/** Why nothing of the guild is open. */
const lossTitles = {
  roles: 'You can no longer see this server',
  stale: 'This server is closed for now',
  left: 'The bot has left this server',
};

const small = 'No One Two Three Four Five Six Seven Eight Nine Ten Eleven Twelve'.split(' ');

/** The frame of a guild, its list, and what stands beside it while no ticket is open. */
export const inbox = (f: Formats<'en'>) => {
  /** A number at the beginning of a sentence: a word up to twelve, then digits. */
  const inWords = (number: number) => small[number] ?? f.number(number);
  return {
    nav: {
      title: (guild: string) => `${guild} · TicketFlow`,
      label: 'Desk',
      settings: 'Settings',
      you: 'You',
      switchServer: 'Switch server',
      account: 'Your account',
      shortcuts: 'Shortcuts',
    },
    connectionStates,
    connection: {
      offline: 'You are offline.',
      unreachable: 'The desk cannot be reached.',
      readingWorks: 'Reading works. What you send goes out in order once the connection is back.',
      databaseAway: 'The desk’s database is away.',
      nothingLost: 'Nothing is lost: what you write is kept here and goes out in order once it is back.',
      botAway: 'The bot is out of reach.',
      queued: 'What you send stays queued and goes out when it is back.',
      closesAt: (time: string) => `Without it this server closes at ${time} to all but its owner.`,
      catchingUp: 'Catching up with Discord.',
      caughtUp: ({ done, total }: { done: number; total: number }) =>
        `${f.number(done)} of ${f.number(total)} tickets are in, newest first.`,
      reconnecting: 'Reconnecting.',
      late: 'New messages may come up to twenty seconds late.',
      lastLive: (time: string) => `last live ${time}`,
      lastSeen: (time: string) => `last seen ${time}`,
      tryNow: 'Try now',
      notStarted: 'The page has not started yet.',
    },
    lossTitles,
    access: {
      left: 'Nothing is collected or shown any more. Its owner can invite the bot again.',
      lostRoles: ({ roles, time }: { roles: readonly string[]; time: string }) =>
        roles.length === 1
          ? `Your role ${f.list(roles)} was taken away at ${time}.`
          : `Your roles ${f.list(roles)} were taken away at ${time}.`,
      changed: (time: string) => `What your roles open changed at ${time}.`,
      draftsKept: 'Drafts are kept for you.',
      lookingUp:
        'Checking what you may see. Your roles may have changed while this page was away, so nothing is shown until then.',
    },
    toasts: { secondsLeft: (seconds: number) => `${seconds} s` },
    people: {
      you: 'You',
      somebody: 'Somebody',
      aName: 'A name',
      found: 'Found',
      notFound: 'Nobody by that name has been in a ticket here.',
    },
    list: {
      title: ({ view, guild }: { view: string; guild: string }) => `${view} · ${guild} · TicketFlow`,
      label: 'Tickets',
      labelOf: (view: string) => `${view}, latest first`,
      open: (count: number) => `${f.number(count)} open`,
      anyCategory: 'Any category',
      latestFirst: 'Latest first',
      emptyIn: (category: string) => `Nothing in ${category} here.`,
    },
    row: {
      opened: 'Opened, nothing said yet',
      said: ({ name, text }: { name: string; text: string }) => `${name}: ${text}`,
      noted: ({ name, text }: { name: string; text: string }) => `${name}, note: ${text}`,
      files: (count: number) => f.plural(count, { one: 'Sent a file', other: 'Sent # files' }),
      embed: 'Sent an embed',
      restricted: 'Restricted',
      unread: (count: string) => `Unread: ${count}`,
      owner: (name: string) => `Owner: ${name}`,
      noOwner: 'No owner',
    },
    calm: {
      nothingToDo: 'All calm',
      pick: 'Pick a ticket',
      noneOpen: 'No ticket is open. New ones appear here by themselves.',
      noneMine: 'Nothing waits on you.',
      mine: (count: number) =>
        f.plural(count, {
          one: 'One open ticket is yours.',
          other: `${inWords(count)} open tickets are yours.`,
        }),
      free: (count: number) =>
        f.plural(count, {
          one: 'One ticket has no owner yet.',
          other: `${inWords(count)} tickets have no owner yet.`,
        }),
      /** `age`: of the oldest; null for less than a minute. */
      freeSince: ({ count, age }: { count: number; age: string | null }) =>
        f.plural(count, {
          one: `One ticket has no owner yet, it has waited ${age ?? 'a moment'}.`,
          other: `${inWords(count)} tickets have no owner yet, the oldest has waited ${age ?? 'a moment'}.`,
        }),
      claimOldest: 'Claim the oldest',
      seeUnassigned: 'See unassigned',
      nextAndPrevious: 'Next and previous ticket',
      allShortcuts: 'All shortcuts',
    },
  };
};
