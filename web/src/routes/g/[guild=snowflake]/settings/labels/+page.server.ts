import { read } from '#lib/server/read.ts';
import type { PageServerLoad } from './$types';

/** The labels; null for whoever is no manager. */
export const load: PageServerLoad = async ({ params: { guild }, locals: { supabase } }) => ({
  list: await read(supabase, 'read_labels', { guild }),
});
