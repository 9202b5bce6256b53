import { sendFile } from '#lib/server/send-file.ts';
import type { RequestHandler } from './$types';

/** A file of a message, under the message's own rule; with `?save` it is never shown. */
export const GET: RequestHandler = async ({ params, url, locals, request }) =>
  sendFile(params.id, {
    supabase: locals.supabase,
    session: await locals.readSession(),
    isSaved: url.searchParams.has('save'),
    signal: request.signal,
  });
