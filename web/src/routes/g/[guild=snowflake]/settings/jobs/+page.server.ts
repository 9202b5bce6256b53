import { read } from '#lib/server/read.ts';
import type { PageServerLoad } from './$types';

/** What people asked for that takes the bot a while; null unless the reader is a manager. */
export const load: PageServerLoad = async ({ params: { guild }, locals: { supabase } }) => ({
  jobs: await read(supabase, 'list_jobs', { guild }),
});
