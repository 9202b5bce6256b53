import type { Formats } from '@ticketflow/supabase/words/formats.ts';
import type { kit as english } from '../en/kit.ts';

/** Lists of settings: their page, rows and forms. */
export const kit = (_: Formats<'de'>): ReturnType<typeof english> => ({});
