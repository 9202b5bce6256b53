import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { freePort } from '../../supabase/local/postgres/free-port.ts';
import { runPart } from '../../supabase/start/run-part.ts';

/** The built desk as a process of its own, under other variables than the stack's. It must have been built. */
export async function startDesk(env: Record<string, string>) {
  const said: string[] = [];
  const port = await freePort();
  const part = await runPart({
    name: 'The desk',
    file: 'web/server.js',
    env: { NODE_ENV: 'production', HOST: '127.0.0.1', PORT: String(port), ...env },
    isReady: (line) => line.includes('Listening on'),
    log: (line) => said.push(line),
  });
  return { url: `http://127.0.0.1:${port}`, said, stop: part.stop };
}

/** Just as much of Supabase as a desk asks at its start: Auth's settings, as they are said to be. */
export async function startSettings(settings: object) {
  const told = { settings, status: 200, asked: 0 };
  const server = createServer((request, response) => {
    told.asked += 1;
    const isKnown = request.url === '/auth/v1/settings' && request.headers.apikey === 'sb_publishable_desk';
    response.writeHead(isKnown ? told.status : 401, { 'content-type': 'application/json' });
    response.end(JSON.stringify(isKnown ? told.settings : { message: 'Invalid API key' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { told, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop };
}
