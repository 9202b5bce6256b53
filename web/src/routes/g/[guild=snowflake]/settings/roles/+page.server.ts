import { Snowflake } from '@ticketflow/supabase/contracts/snowflake.ts';
import { read } from '#lib/server/read.ts';
import type { PageServerLoad } from './$types';

/** Every role and what is set, and what the role in `?as=` opens; nulls unless the reader is an admin. */
export const load: PageServerLoad = async ({ params: { guild }, locals: { supabase }, url, untrack }) => {
  // Later choices are asked for by the page itself.
  const as = Snowflake.safeParse(untrack(() => url.searchParams.get('as'))).data ?? null;
  const access = await read(supabase, 'read_access', { guild });
  if (!access || !as || !access.roles.some(({ id }) => id === as)) return { access, view: null };
  const [opens, list] = await Promise.all([
    read(supabase, 'view_as', { guild, role: as }),
    read(supabase, 'list_tickets_as', { guild, role: as }),
  ]);
  return { access, view: { ...opens, list } };
};
