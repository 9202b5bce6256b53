import type { Formats } from '@ticketflow/supabase/words/formats.ts';

/** The frame of a guild, its list and its menus. */
export const inbox = (_: Formats<'en'>) => ({});
