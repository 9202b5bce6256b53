import type { Formats } from '@ticketflow/supabase/words/formats.ts';
import { refusals } from '@ticketflow/supabase/words/en/refusals.ts';
import { levels } from '@ticketflow/supabase/words/en/levels.ts';

export const frame = (f: Formats<'en'>) => ({
  levels,
  refusals: refusals(f),
  titles: {
    signIn: 'Sign in · TicketFlow',
    guilds: 'Your servers · TicketFlow',
    problem: (title: string) => `${title} · TicketFlow`,
  },
  broken: {
    server: 'Something broke on our side. Nothing is lost. Load the page again in a moment.',
    auth: 'Your account cannot be looked up at the moment. Nothing is lost. Load the page again in a moment.',
    noFile: 'No such file',
    noPicture: 'No such picture',
    storage: 'The file storage does not answer. Load the page again in a moment.',
    database: 'The database does not answer as it should. Nothing is lost. Load the page again in a moment.',
    page: 'Something broke on this page. Nothing is lost. Load it again.',
  },
  closed: {
    nothing: 'There is nothing here',
    orNotOpen: 'Or your roles give you no access to it.',
    notOpen: 'Your roles give you no access to this.',
    closed: 'This server is closed',
    broken: 'Something broke',
    again: 'Nothing is lost. Load the page again in a moment.',
    left: 'The bot has left this server, so nothing of it is shown.',
    stale: 'This server is closed for now.',
    since: (time: string) =>
      `The bot has been unreachable since ${time}, so your roles cannot be confirmed. The server opens by itself once the bot is back.`,
    sinceLong:
      'The bot has been unreachable for a long time, so your roles cannot be confirmed. The server opens by itself once the bot is back.',
    seeGuilds: 'See your servers',
  },
  signIn: {
    title: 'Sign in to the desk',
    lead: 'Your Discord roles decide what you see here. There is no other password.',
    go: 'Continue with Discord',
    reads: 'What TicketFlow reads',
    profile: 'Your name, avatar and the servers you are in',
    roles: 'Your roles there, for as long as you hold them',
    noMessages: 'No messages outside of tickets',
    denied: 'You did not let Discord share who you are, so you are not signed in.',
    failed: 'Signing in did not work. Nothing was changed. Try again.',
    ended:
      'Your session has ended. Sign in again to go on where you were: what you have written is kept on this device.',
    away: 'Signing in is not possible at the moment: the service behind it does not answer. Try again in a minute.',
    unsafe:
      'Signing in is closed: it is not set up safely. The desk’s operator finds in its log what to change.',
    out: 'Sign out',
  },
  guilds: {
    title: 'Your servers',
    checking: 'Checking your roles in Discord',
    patience: 'This takes a few seconds the first time.',
    none: 'No server is open to you',
    ask: 'None of your roles in Discord opens a desk here. Ask an admin of your server for a role that does; this page notices by itself.',
    again: 'Look again',
  },
  asking: {
    unreachable: 'The desk cannot be reached at the moment.',
    away: 'The desk’s database does not answer at the moment.',
    ended: 'Your session has ended. Sign in again.',
  },
  harbor: {
    where: '#get-help in Discord',
    question: 'My lantern is gone after the update',
    category: 'Purchases',
    subject: 'Tideglass skin vanished after the 2.3 update',
    from: 'Noor, from the desk',
    sent: 'Sent',
    answer: 'It is back in your inventory. Good luck tonight!',
  },
  times: {
    now: 'now',
    minutes: (count: number) => `${count} min`,
    hours: (count: number) => `${count} h`,
    days: (count: number) => `${count} d`,
    today: 'Today',
    yesterday: 'Yesterday',
    until: (time: string) => `until ${time}`,
    inHours: (count: number) => f.plural(count, { one: 'In # hour', other: 'In # hours' }),
    tomorrow: 'Tomorrow',
    nextWeek: 'Next week',
    inDays: (count: number) => f.plural(count, { one: 'In # day', other: 'In # days' }),
    other: 'Another time',
    choose: 'Choose',
    past: 'Choose a time that is still to come.',
  },
});
