import type { Formats } from '@ticketflow/supabase/words/formats.ts';

/** What is done to a ticket: acts, their keys, its properties. */
export const acts = (_: Formats<'en'>) => ({});
