import { redirect } from '@sveltejs/kit';
import { resolve } from '$app/paths';
import type { PageServerLoad } from './$types';

/** The first page of the settings that the person may open; to the inbox when there is none. */
export const load: PageServerLoad = async ({ parent, params: { guild } }) => {
  const { level } = (await parent()).guild.me;
  if (level === 'admin') redirect(307, resolve('/g/[guild=snowflake]/settings/roles', { guild }));
  if (level === 'manager') redirect(307, resolve('/g/[guild=snowflake]/settings/blocks', { guild }));
  redirect(307, resolve('/g/[guild=snowflake]/(inbox)/[view=view]', { guild, view: 'inbox' }));
};
