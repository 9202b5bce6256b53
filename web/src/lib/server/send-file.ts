import { error } from '@sveltejs/kit';
import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database } from '@ticketflow/supabase/contracts/database.types.ts';
import { PUBLIC_SUPABASE_PUBLISHABLE_KEY, PUBLIC_SUPABASE_URL } from '$app/env/public';
import { z } from 'zod';
import { isShownImage } from '#lib/discord/shown-images.ts';
import type { Session } from './read-session.ts';
import { t } from '#lib/words/words.ts';

const File = z.object({ path: z.string(), name: z.string(), content_type: z.string() });

/** A file of 10 MB over a slow line takes its time (ms). */
const patience = 120_000;

/**
 * The bytes of a file, as its reader: the database says whether there is one for them, and Storage whether they may have it, each by
 * the ticket's own rule. A picture may be shown, anything else is saved. Throws a 404 for what is not there or not theirs.
 */
export async function sendFile(
  id: string,
  { supabase, session, isSaved, signal }: SendOptions,
): Promise<Response> {
  if (!session) error(404, t.broken.noFile);
  const found = await supabase.from('files').select('path, name, content_type').eq('id', id).maybeSingle();
  const file = File.safeParse(found.data);
  if (!file.success) error(404, t.broken.noFile);
  const { path, name, content_type } = file.data;
  const answer = await fetch(`${PUBLIC_SUPABASE_URL}/storage/v1/object/authenticated/attachments/${path}`, {
    headers: {
      apikey: PUBLIC_SUPABASE_PUBLISHABLE_KEY,
      authorization: `Bearer ${session.accessToken}`,
      // As it lies there: its length is told on.
      'accept-encoding': 'identity',
    },
    signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]),
    redirect: 'error',
  }).catch(() => null);
  if (!answer || answer.status >= 500) error(502, t.broken.storage);
  if (!answer.ok) error(404, t.broken.noFile);
  const isShown = isShownImage(content_type) && !isSaved;
  const length = answer.headers.has('content-encoding') ? null : answer.headers.get('content-length');
  return new Response(answer.body, {
    headers: {
      'content-type': isShown ? content_type : 'application/octet-stream',
      'content-disposition': `${isShown ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeName(name)}`,
      ...(length ? { 'content-length': length } : {}),
      // The next look is asked again: a role may be gone by then.
      'cache-control': 'no-store',
      'cross-origin-resource-policy': 'same-origin',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
    },
  });
}

type SendOptions = {
  supabase: SupabaseClient<Database>;
  session: Session | null;
  /** To be saved, whatever it is. */
  isSaved: boolean;
  signal: AbortSignal;
};

/** A name as a header bears it (https://www.rfc-editor.org/rfc/rfc8187#section-3.2). */
const encodeName = (name: string) =>
  encodeURIComponent(name.toWellFormed()).replaceAll(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
