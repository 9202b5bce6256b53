import { error } from '@sveltejs/kit';
import { PUBLIC_DISCORD_CDN_URL } from '$app/env/public';
import type { RequestHandler } from './$types';

/** Avatars from Discord's CDN, so that it does not learn who looks at whom. Takes an id and a hash, never an address. */
export const GET: RequestHandler = async ({ params, fetch }) => {
  if (!/^[0-9]{17,20}$/.test(params.id) || !/^(a_)?[0-9a-f]{32}$/.test(params.hash))
    error(404, 'No such avatar');
  const answer = await fetch(`${PUBLIC_DISCORD_CDN_URL}/avatars/${params.id}/${params.hash}.png?size=128`, {
    signal: AbortSignal.timeout(5000),
    redirect: 'error',
  }).catch(() => null);
  const type = answer?.headers.get('content-type') ?? '';
  if (!answer?.ok || !/^image\/(png|webp|gif|jpeg|svg\+xml)/.test(type)) error(404, 'No such avatar');
  return new Response(answer.body, {
    headers: {
      'content-type': type,
      // The hash names the picture, so it never changes.
      'cache-control': 'public, max-age=604800, immutable',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    },
  });
};
