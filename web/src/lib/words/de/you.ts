import type { Formats } from '@ticketflow/supabase/words/formats.ts';
import type { you as english } from '../en/you.ts';

/** A person's own page and menu. */
export const you = (_: Formats<'de'>): ReturnType<typeof english> => ({
  you: {
    title: (guild) => `Du · ${guild} · TicketFlow`,
    guild: 'Server',
    settings: 'Einstellungen',
    adminSettings: 'Rollen, Sperrliste, Jobs, Audit-Log',
    managerSettings: 'Sperrliste, Jobs',
    appearance: 'Darstellung',
    themes: { system: 'Wie das System', light: 'Hell', dark: 'Dunkel' },
    language: 'Sprache',
  },
});
