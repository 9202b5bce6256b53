import type { Formats } from '@ticketflow/supabase/words/formats.ts';

/** Lists of settings: their page, rows and forms. */
export const kit = (_: Formats<'en'>) => ({});
