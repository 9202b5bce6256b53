import type { Formats } from '@ticketflow/supabase/words/formats.ts';

/** The language of a server, as its admins choose it. */
export const language = (_: Formats<'en'>) => ({
  serverLanguage: {
    title: 'Language',
    page: (guild: string) => `Language · ${guild} · TicketFlow`,
    text: 'What everyone in a ticket reads in Discord comes in one language.',
    legend: 'Language in Discord',
    comesIn: 'In this language',
    all: [
      'Buttons and notices in a ticket, such as “Closed by Noor”',
      'The greeting in a ticket whose category has none of its own',
      'Reasons in the audit log of Discord',
    ],
    staysIn: 'In each person’s own language',
    own: [
      'What a member alone sees, such as forms and answers to commands: as their Discord is set',
      'The desk: as each person chooses it in their account',
    ],
    hint: 'Panels, greetings and replies are your own words, and messages that are already there stay as they are.',
    changed: (name: string) => `TicketFlow now speaks ${name} in your tickets.`,
    notYours: 'The language is for admins',
  },
});
