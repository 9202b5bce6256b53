import type { Formats } from '@ticketflow/supabase/words/formats.ts';
import type { conversation as english } from '../en/conversation.ts';

/** Messages and what is written. */
export const conversation = (_: Formats<'de'>): ReturnType<typeof english> => ({});
