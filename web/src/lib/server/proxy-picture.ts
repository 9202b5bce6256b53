import { error } from '@sveltejs/kit';
import { PUBLIC_DISCORD_CDN_URL } from '$app/env/public';
import { t } from '#lib/words/words.ts';

/**
 * A picture from Discord's CDN, so that it does not learn who looks at whom. Takes an id and a hash, never an address, and
 * tells the CDN nothing of the person. Throws a 404 for what is none.
 */
export async function proxyPicture(
  kind: 'avatars' | 'icons',
  { id, hash }: { id: string; hash: string },
  fetch: typeof globalThis.fetch,
): Promise<Response> {
  if (!/^[0-9]{17,20}$/.test(id) || !/^(a_)?[0-9a-f]{32}$/.test(hash)) error(404, t.broken.noPicture);
  const answer = await fetch(`${PUBLIC_DISCORD_CDN_URL}/${kind}/${id}/${hash}.png?size=128`, {
    signal: AbortSignal.timeout(5000),
    redirect: 'error',
    // SvelteKit's fetch would send the person's cookies to a CDN on the desk's own host, another port included.
    credentials: 'omit',
  }).catch(() => null);
  const type = answer?.headers.get('content-type') ?? '';
  if (!answer?.ok || !/^image\/(png|webp|gif|jpeg|svg\+xml)(;|$)/.test(type)) error(404, t.broken.noPicture);
  return new Response(answer.body, {
    headers: {
      'content-type': type,
      // The hash names the picture, so it never changes.
      'cache-control': 'public, max-age=604800, immutable',
      // Opened by itself, a drawing runs and loads nothing.
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
    },
  });
}
