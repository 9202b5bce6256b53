import { error, redirect } from '@sveltejs/kit';
import { isLanguage } from '@ticketflow/supabase/contracts/languages.ts';
import { keepLanguage } from '#lib/server/locale-of-request.ts';
import { safePath } from '#lib/server/safe-path.ts';
import { t } from '#lib/words/words.ts';
import type { RequestHandler } from './$types';

/** Chooses the language of the desk: for this browser, and for the signed-in person on every device. Then back to where they were. */
export const POST: RequestHandler = async ({ request, locals, cookies, url }) => {
  const form = await request.formData();
  const language = form.get('language');
  if (!isLanguage(language)) error(400);
  if (await locals.readSession()) {
    const answer = await locals.supabase.rpc('set_my_language', { language });
    if (answer.error) error(502, t.broken.database);
  }
  keepLanguage(cookies, url, language);
  redirect(303, safePath(form.get('next')?.toString()));
};
