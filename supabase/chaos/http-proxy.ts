import {
  Agent,
  createServer,
  request as ask,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { Gate } from './gate.ts';

export type Passing = { method: string; path: string; headers: IncomingHttpHeaders; body: Buffer };
export type Answer = { status: number; headers: Record<string, string | string[]>; body: Buffer };

/** What goes wrong with a request. `accepted`: it is done all the same, and only its answer is lost or another one. */
export type Fault = {
  accepted: boolean;
  outcome: 'reset' | 'silence' | { status: number; headers?: Record<string, string>; body: string };
};

type Options = {
  target: () => string;
  gate: Gate;
  /** The point's name of a request, as in "before sending", or null. */
  pointOf: (passing: Passing) => { before?: string; after?: string } | null;
  faultOf?: (passing: Passing) => Fault | null;
  onAnswer?: (passing: Passing, answer: Answer) => void;
};

/** A request whose answer is lost without a word hangs this long (ms) before its connection ends. */
const silenceEnds = 12_000;

/** Stands before a server of HTTP and WebSockets: tells the gate what comes by, and answers some requests wrongly. */
export async function startHttpProxy({ target, gate, pointOf, faultOf, onAnswer }: Options) {
  const agent = new Agent({ keepAlive: true });
  const sockets = new Set<Socket>();
  let underWay = 0;
  let isSilent = false;

  async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const passing: Passing = {
      method: incoming.method ?? 'GET',
      path: incoming.url ?? '/',
      headers: incoming.headers,
      body: Buffer.concat(chunks),
    };
    const point = pointOf(passing);
    if (point?.before && (await gate.reach(point.before)) === 'cut') return void incoming.socket.destroy();
    const fault = faultOf?.(passing) ?? null;
    const answer = fault && !fault.accepted ? null : await pass(passing);
    if (answer) onAnswer?.(passing, answer);
    if (point?.after && answer && answer.status < 300 && (await gate.reach(point.after)) === 'cut')
      return void incoming.socket.destroy();
    if (fault?.outcome === 'reset') return void incoming.socket.destroy();
    if (fault?.outcome === 'silence' || isSilent) {
      await wait(silenceEnds, undefined, { ref: false });
      return void incoming.socket.destroy();
    }
    if (fault) {
      const { status, headers, body } = fault.outcome;
      outgoing.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
    } else if (answer) outgoing.writeHead(answer.status, answer.headers).end(answer.body);
  }

  function pass({ method, path, headers, body }: Passing): Promise<Answer> {
    underWay += 1;
    return new Promise<Answer>((resolve, reject) => {
      const url = new URL(path, target());
      const sent = ask(
        url,
        { method, agent, headers: { ...headers, host: url.host, connection: 'keep-alive' } },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            const kept = Object.entries(response.headers).filter(
              (entry): entry is [string, string | string[]] =>
                entry[1] !== undefined &&
                !/^(connection|keep-alive|transfer-encoding|content-length)$/.test(entry[0]),
            );
            const answered = Buffer.concat(chunks);
            resolve({
              status: response.statusCode ?? 502,
              headers: { ...Object.fromEntries(kept), 'content-length': String(answered.length) },
              body: answered,
            });
          });
        },
      );
      sent.on('error', reject);
      sent.end(body);
    }).finally(() => (underWay -= 1));
  }

  const server = createServer({ keepAlive: true }, (incoming, outgoing) => {
    // A client meets a dead server as it would without this proxy: by a connection that ends.
    serve(incoming, outgoing).catch(() => incoming.socket.destroy());
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => socket.destroy());
  });
  server.on('upgrade', (incoming, client: Socket, head) => {
    void (async () => {
      const passing = {
        method: 'GET',
        path: incoming.url ?? '/',
        headers: incoming.headers,
        body: Buffer.alloc(0),
      };
      const point = pointOf(passing);
      if (point?.before && (await gate.reach(point.before)) === 'cut') return void client.destroy();
      const url = new URL(target());
      const upstream = connect(Number(url.port), url.hostname);
      const lines = Object.entries({ ...incoming.headers, host: url.host }).map(
        ([name, value]) => `${name}: ${String(value)}`,
      );
      upstream.write(`GET ${incoming.url} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
      upstream.write(head);
      upstream.on('data', (data) => isSilent || client.write(data));
      client.on('data', (data) => isSilent || upstream.write(data));
      const end = () => {
        client.destroy();
        upstream.destroy();
      };
      for (const socket of [client, upstream]) socket.on('close', end).on('error', end);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    silence: (isIt: boolean) => void (isSilent = isIt),
    cutAll() {
      for (const socket of sockets) socket.destroy();
    },
    /** Requests that were handed on and are not answered yet. */
    underWay: () => underWay,
    async stop() {
      for (const socket of sockets) socket.destroy();
      agent.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
