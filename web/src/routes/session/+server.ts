import { json } from '@sveltejs/kit';
import type { RequestHandler } from './$types';

/** The page's short-lived access token, for Realtime and the Data API, and whose it is; 401 when nobody is signed in. */
export const GET: RequestHandler = async ({ locals, request }) => {
  const site = request.headers.get('sec-fetch-site');
  if (site && site !== 'same-origin') return json({ message: 'Only this desk may ask.' }, { status: 403 });
  const session = await locals.readSession();
  if (!session) return json({ message: 'Nobody is signed in.' }, { status: 401 });
  return json(session);
};
