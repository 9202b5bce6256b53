import type { Formats } from '@ticketflow/supabase/words/formats.ts';

/** Messages and what is written. */
export const conversation = (_: Formats<'en'>) => ({});
