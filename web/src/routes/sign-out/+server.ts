import { redirect } from '@sveltejs/kit';
import { resolve } from '$app/paths';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = async ({ locals }) => {
  // Only here: other devices of the person stay signed in.
  await locals.supabase.auth.signOut({ scope: 'local' });
  redirect(303, resolve('/sign-in'));
};
