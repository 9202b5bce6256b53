import type { Formats } from '@ticketflow/supabase/words/formats.ts';

/** Long work. */
export const jobs = (_: Formats<'en'>) => ({});
