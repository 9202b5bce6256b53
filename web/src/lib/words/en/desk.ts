import type { Formats } from '@ticketflow/supabase/words/formats.ts';
import { reasons } from '@ticketflow/supabase/words/en/reasons.ts';

export const desk = (f: Formats<'en'>) => ({
  reasons: reasons(f),
  you: {
    title: (guild: string) => `You · ${guild} · TicketFlow`,
    guild: 'Server',
    settings: 'Settings',
    adminSettings: 'Roles, block list, audit log',
    managerSettings: 'Block list',
    appearance: 'Appearance',
    themes: { system: 'As the system', light: 'Light', dark: 'Dark' },
    language: 'Language',
  },
});
