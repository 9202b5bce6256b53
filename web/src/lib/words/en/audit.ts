import type { Formats } from '@ticketflow/supabase/words/formats.ts';

/** The audit log. */
export const audit = (_: Formats<'en'>) => ({});
