import { read } from '#lib/server/read.ts';
import type { PageServerLoad } from './$types';

/** The labels; null unless the reader is a manager. */
export const load: PageServerLoad = async ({ params: { guild }, locals: { supabase } }) => ({
  list: await read(supabase, 'read_labels', { guild }),
});
