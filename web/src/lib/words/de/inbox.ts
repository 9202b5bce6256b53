import type { Formats } from '@ticketflow/supabase/words/formats.ts';
import type { inbox as english } from '../en/inbox.ts';

/** The frame of a guild, its list and its menus. */
export const inbox = (_: Formats<'de'>): ReturnType<typeof english> => ({});
