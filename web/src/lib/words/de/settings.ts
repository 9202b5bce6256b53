import type { Formats } from '@ticketflow/supabase/words/formats.ts';

export const settings = (_: Formats<'de'>) => ({});
