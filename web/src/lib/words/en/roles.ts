import type { Formats } from '@ticketflow/supabase/words/formats.ts';

/** Roles and what they give. */
export const roles = (_: Formats<'en'>) => ({});
