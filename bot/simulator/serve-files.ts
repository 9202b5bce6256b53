import { existsSync, readFileSync, statSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
};

/** Serves the built web client; `/` is its index. Without one it says how to get it. */
export function serveFiles(folder: string | undefined, response: ServerResponse, path: string): void {
  const inside = normalize(decodeURIComponent(path)).replace(/^(\.\.[/\\])+/, '');
  const file = folder ? join(folder, inside === '/' ? 'index.html' : inside) : null;
  if (file && existsSync(file) && statSync(file).isFile()) {
    const isNamedByContent = inside.startsWith('/assets/');
    response.writeHead(200, {
      'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
      'cache-control': isNamedByContent ? 'public, max-age=31536000, immutable' : 'no-cache',
    });
    response.end(readFileSync(file));
    return;
  }
  response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(folder ? 'Not found' : 'The web client is not built: start the simulator with its folder.');
}
