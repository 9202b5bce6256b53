import type { Formats } from '@ticketflow/supabase/words/formats.ts';
import { audit } from './audit.ts';
import { jobs } from './jobs.ts';
import { kit } from './kit.ts';
import { language } from './language.ts';
import { lists } from './lists.ts';
import { roles } from './roles.ts';

/** What a guild's settings say. No two files share a section. */
export const settings = (f: Formats<'de'>) => ({
  ...audit(f),
  ...jobs(f),
  ...kit(f),
  ...language(f),
  ...lists(f),
  ...roles(f),
});
