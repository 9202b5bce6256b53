import type { Passing } from './http-proxy.ts';

type Point = { before?: string; after?: string } | null;

/** The points of a request of the bot to Discord. */
export function discordPoint({ method, path }: Passing): Point {
  if (path.endsWith('/gateway/bot')) return { before: 'before connecting' };
  const isSend =
    method === 'POST' && (/\/webhooks\/\d+\/[\w-]+\?/.test(path) || /\/messages(\?|$)/.test(path));
  if (isSend) return { before: 'before sending', after: 'after Discord accepted' };
  if (method === 'GET' && /\/messages\?/.test(path)) return { before: 'while catching up' };
  return null;
}

/** The points of a request to Supabase: of people's clients and of the desk's server. */
export function supabasePoint({ path, headers }: Passing): Point {
  if (/\/rpc\/(post_reply|edit_message|delete_message)\b/.test(path))
    return { before: 'before posting', after: 'after posting' };
  if (path.startsWith('/realtime/v1/websocket')) return { before: 'while joining' };
  if (/\/auth\/v1\/token\?grant_type=pkce/.test(path))
    return { before: 'before signing in', after: 'after signing in' };
  // The desk's server says who it is by supabase-js' own header; a browser adds where its page is from.
  if (path.startsWith('/rest/v1/rpc/'))
    return { before: headers.origin ? 'while pulling' : 'while a page is read' };
  return null;
}
