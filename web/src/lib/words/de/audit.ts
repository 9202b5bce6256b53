import type { Formats } from '@ticketflow/supabase/words/formats.ts';
import type { audit as english } from '../en/audit.ts';

/** The audit log. */
export const audit = (_: Formats<'de'>): ReturnType<typeof english> => ({});
