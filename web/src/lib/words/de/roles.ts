import type { Formats } from '@ticketflow/supabase/words/formats.ts';
import type { roles as english } from '../en/roles.ts';

/** Roles and what they give. */
export const roles = (_: Formats<'de'>): ReturnType<typeof english> => ({});
