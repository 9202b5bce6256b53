import type { Formats } from '@ticketflow/supabase/words/formats.ts';

export const desk = (_: Formats<'en'>) => ({});
