// The desk while it is being worked on: Vite's own server, at HOST and PORT.
import process from 'node:process';
import { createServer } from 'vite';
import { setSecurityHeaders } from './security-headers.js';

const host = process.env.HOST ?? '127.0.0.1';
const port = Number(process.env.PORT ?? 3000);
process.chdir(new URL('.', import.meta.url).pathname);

const server = await createServer({ server: { host, port, strictPort: true } });
server.httpServer?.prependListener('request', (_, response) => setSecurityHeaders(response, false));
await server.listen();
console.log(`Listening on http://${host}:${port}`);

for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => void server.close().then(() => process.exit(0)));
