import type { Formats } from '@ticketflow/supabase/words/formats.ts';
import { reasons } from '@ticketflow/supabase/words/en/reasons.ts';
import { acts } from './acts.ts';
import { conversation } from './conversation.ts';
import { inbox } from './inbox.ts';
import { you } from './you.ts';

/** What a guild's pages say. No two files share a section. */
export const desk = (f: Formats<'en'>) => ({
  ...acts(f),
  ...conversation(f),
  ...inbox(f),
  ...you(f),
  reasons: reasons(f),
});
