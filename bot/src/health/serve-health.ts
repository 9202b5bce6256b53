import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describeHealth } from './describe-health.ts';
import { gaugeVitals } from './gauge-vitals.ts';
import { registry } from './metrics.ts';
import { createBacklogReader } from './read-backlog.ts';
import type { Vitals } from './vitals.ts';

/**
 * Serves /healthz (200 when the bot does its work, else 503; JSON) and /metrics (Prometheus' text format) for the operator. Answers the
 * port. Throws an Error of one line when it cannot listen there.
 */
export async function serveHealth(vitals: Vitals, { host, port }: { host: string; port: number }) {
  const readBacklog = createBacklogReader(vitals);
  const bringUpToDate = gaugeVitals(vitals, readBacklog);

  const answer: RequestListener = async (request, response) => {
    const path = request.url?.split('?')[0];
    const send = (status: number, type: string, body: string) =>
      response
        .writeHead(status, { 'content-type': type, 'cache-control': 'no-store' })
        .end(request.method === 'HEAD' ? undefined : body);
    if (request.method !== 'GET' && request.method !== 'HEAD') send(405, 'text/plain', 'GET only\n');
    else if (path === '/healthz') {
      const health = describeHealth(vitals, await readBacklog());
      send(health.status === 'well' ? 200 : 503, 'application/json', `${JSON.stringify(health)}\n`);
    } else if (path === '/metrics') {
      await bringUpToDate();
      send(200, registry.contentType, await registry.metrics());
    } else send(404, 'text/plain', 'Here are /healthz and /metrics\n');
  };

  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(new Error(`HEALTH_PORT ${port} cannot be listened on (${error.code}): set it to a free port`)),
    );
    server.listen(port, host, resolve);
  });
  // Nobody waits for it: the bot's end is the end of this.
  server.unref();
  return (server.address() as AddressInfo).port;
}
