import type { Formats } from '@ticketflow/supabase/words/formats.ts';
import { reasons } from '@ticketflow/supabase/words/en/reasons.ts';
import { tickets } from '@ticketflow/supabase/words/en/tickets.ts';
import { acts } from './acts.ts';
import { composer } from './composer.ts';
import { conversation } from './conversation.ts';
import { inbox } from './inbox.ts';
import { messages } from './messages.ts';
import { properties } from './properties.ts';
import { you } from './you.ts';

/** What a guild's pages say. No two files share a section. */
export const desk = (f: Formats<'en'>) => ({
  ...acts(f),
  ...composer(f),
  ...conversation(f),
  ...inbox(f),
  ...messages(f),
  ...properties(f),
  ...tickets(f),
  ...you(f),
  reasons: reasons(f),
});
