import { redirect } from '@sveltejs/kit';
import { resolve } from '$app/paths';
import { readMyGuilds } from '#lib/server/read.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  const session = await locals.readSession();
  if (!session) redirect(303, resolve('/sign-in'));
  const guilds = (await readMyGuilds(locals.supabase)).filter((guild) => guild.level !== null);
  const [only] = guilds;
  // "?all" is the way back here from the one guild.
  if (only && guilds.length === 1 && !url.searchParams.has('all'))
    redirect(303, resolve('/g/[guild=snowflake]/(inbox)/[view=view]', { guild: only.id, view: 'inbox' }));
  return { guilds, userId: session.userId };
};
