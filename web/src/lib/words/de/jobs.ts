import type { Formats } from '@ticketflow/supabase/words/formats.ts';
import type { jobs as english } from '../en/jobs.ts';

/** Long work. */
export const jobs = (_: Formats<'de'>): ReturnType<typeof english> => ({});
