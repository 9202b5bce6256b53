import type { ServerResponse } from 'node:http';
import { readFileSync } from 'node:fs';
import type { State } from '../state/state.ts';
import { drawAvatar } from './draw-avatar.ts';
import { isLinkValid } from './sign-link.ts';

/** The icon of the bot: a ticket, as the pictures show it. */
const botIcon = readFileSync(new URL('./bot-icon.svg', import.meta.url), 'utf8');

/** Answers `/cdn`: avatars and icons are drawn, attachments need a signed address that has not ended. */
export function serveCdn(state: State, response: ServerResponse, url: URL): void {
  const path = url.pathname.replace(/^\/cdn/, '');
  const [, kind, owner = '', id = ''] = path.split('/');
  if (kind === 'attachments') return serveAttachment(state, response, url, path);
  if (kind === 'avatars') return serveAvatar(state, response, owner, id.split('.')[0] ?? '');
  if (kind === 'icons') return svg(response, drawAvatar(owner, state.guilds.get(owner)?.name ?? '?'));
  if (kind === 'emojis') return svg(response, drawAvatar(owner, '•'));
  if (kind === 'embed' && owner === 'avatars') return svg(response, drawAvatar(id, '?'));
  notFound(response);
}

function serveAvatar(state: State, response: ServerResponse, owner: string, hash: string): void {
  if (owner === state.bot_id) return svg(response, botIcon);
  // A webhook's message may name a picture; we lead to our own, and fetch none from outside.
  const url = state.avatars.get(hash);
  if (url?.startsWith(`${state.origin}/`)) {
    response.writeHead(302, { location: url, 'access-control-allow-origin': '*' }).end();
    return;
  }
  const user = state.users.get(owner);
  const name = user?.global_name ?? user?.username ?? state.webhooks.get(owner)?.name ?? '?';
  svg(response, drawAvatar(url ?? owner, name));
}

/** An ended or altered address is answered like a file that is not there. */
function serveAttachment(state: State, response: ServerResponse, url: URL, path: string): void {
  const id = path.split('/')[3] ?? '';
  const file = isLinkValid(state, path, url.searchParams) ? state.files.get(id) : null;
  if (!file) return notFound(response);
  response.writeHead(200, {
    'content-type': file.content_type,
    'content-length': file.bytes.length,
    'cache-control': 'private, max-age=31536000',
    'access-control-allow-origin': '*',
    'x-content-type-options': 'nosniff',
  });
  response.end(file.bytes);
}

function svg(response: ServerResponse, text: string): void {
  response.writeHead(200, {
    'content-type': 'image/svg+xml',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'public, max-age=3600',
    'access-control-allow-origin': '*',
  });
  response.end(text);
}

function notFound(response: ServerResponse): void {
  response.writeHead(404, { 'content-type': 'text/plain', 'access-control-allow-origin': '*' });
  response.end('This content is no longer available.');
}
