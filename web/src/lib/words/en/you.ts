import type { Formats } from '@ticketflow/supabase/words/formats.ts';

/** A person's own page and menu. */
export const you = (_: Formats<'en'>) => ({
  you: {
    title: (guild: string) => `You · ${guild} · TicketFlow`,
    guild: 'Server',
    settings: 'Settings',
    adminSettings: 'Roles, block list, jobs, audit log',
    managerSettings: 'Block list, jobs',
    appearance: 'Appearance',
    themes: { system: 'As the system', light: 'Light', dark: 'Dark' },
    language: 'Language',
  },
});
