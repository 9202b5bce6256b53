import type { Formats } from '@ticketflow/supabase/words/formats.ts';
import type { acts as english } from '../en/acts.ts';

/** What is done to a ticket: acts, their keys, its properties. */
export const acts = (_: Formats<'de'>): ReturnType<typeof english> => ({});
