import type { Formats } from '@ticketflow/supabase/words/formats.ts';
import { reasons } from '@ticketflow/supabase/words/en/reasons.ts';

export const desk = (f: Formats<'en'>) => ({
  reasons: reasons(f),
});
