import type { Formats } from '@ticketflow/supabase/words/formats.ts';
import { reasons } from '@ticketflow/supabase/words/de/reasons.ts';
import type { desk as english } from '../en/desk.ts';

export const desk = (f: Formats<'de'>): ReturnType<typeof english> => ({
  reasons: reasons(f),
  you: {
    title: (guild) => `Du · ${guild} · TicketFlow`,
    guild: 'Server',
    settings: 'Einstellungen',
    adminSettings: 'Rollen, Sperrliste, Audit-Log',
    managerSettings: 'Sperrliste',
    appearance: 'Darstellung',
    themes: { system: 'Wie das System', light: 'Hell', dark: 'Dunkel' },
    language: 'Sprache',
  },
});
