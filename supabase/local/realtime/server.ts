import { STATUS_CODES, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type postgres from 'postgres';
import { WebSocketServer } from 'ws';
import type { Caller } from '../http/caller.ts';
import type { Keys } from '../keys.ts';
import { listenForBroadcasts } from './database-feed.ts';
import { answerBroadcast } from './http-broadcast.ts';
import { openHub } from './hub.ts';
import { defaultLimits, rateCounter, type Limits } from './limits.ts';
import type { Realtime } from './realtime.ts';
import { serveSocket } from './socket.ts';
import { readToken } from './token.ts';

type Options = {
  server: Server;
  sql: postgres.Sql;
  keys: Keys;
  limits?: Partial<Limits>;
  noteUncovered: (what: string) => void;
  log: (line: string) => void;
};

export type RealtimeServer = {
  answer: (request: Request, caller: Caller) => Promise<Response | undefined>;
  stop: () => Promise<void>;
};

/** Phoenix's largest frame in supabase/realtime's endpoint. */
const maxFrame = 5_000_000;

/** Serves Realtime on the stack's HTTP server: /realtime/v1/websocket, the HTTP broadcasts, and broadcasts from the database. */
export async function startRealtime(options: Options): Promise<RealtimeServer> {
  const limits = { ...defaultLimits, ...options.limits };
  const { server, sql, keys, log, noteUncovered } = options;
  const realtime: Realtime = {
    sql,
    keys,
    limits,
    log,
    noteUncovered,
    hub: openHub(),
    messages: rateCounter(60_000, limits.messagesPerSecond * 60),
    presences: rateCounter(60_000, limits.presencePerSecond * 60),
    joins: rateCounter(60_000, limits.joinsPerSecond * 60),
  };
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxFrame, perMessageDeflate: false });

  const upgrade = (incoming: IncomingMessage, stream: Duplex, head: Buffer) => {
    const url = new URL(incoming.url ?? '/', 'http://localhost');
    if (url.pathname !== '/realtime/v1/websocket') {
      noteUncovered(`WebSocket ${url.pathname}`);
      return refuse(stream, 501, { message: `not covered by the local stack: WebSocket ${url.pathname}` });
    }
    const key = url.searchParams.get('apikey') ?? incoming.headers['x-api-key']?.toString() ?? '';
    const refusal = refuseHandshake(key);
    if (refusal) {
      const timer = setTimeout(() => refuse(stream, ...refusal), limits.handshakeRefusalPause);
      stream.on('error', () => clearTimeout(timer)).on('close', () => clearTimeout(timer));
      return;
    }
    const version = url.searchParams.get('vsn') === '2.0.0' ? '2.0.0' : '1.0.0';
    sockets.handleUpgrade(incoming, stream, head, (socket) => serveSocket(realtime, socket, version, key));
  };
  const refuseHandshake = (key: string): [number, { error: string }] | undefined => {
    if (!key) return [401, { error: 'API key is missing' }];
    const token = readToken(key, keys);
    // A handshake says only that the token has expired; a join says since when.
    if ('code' in token) return [401, { error: token.message.replace(/ \d+ seconds ago$/, '') }];
    if (sockets.clients.size >= limits.connections) return [429, { error: 'Too many connected users' }];
    return undefined;
  };
  server.on('upgrade', upgrade);

  const makePartitions = () => sql`select realtime.make_partitions()`;
  await makePartitions();
  const janitor = setInterval(
    () => void makePartitions().catch((error: unknown) => log(String(error))),
    3_600_000,
  );
  janitor.unref();
  const feed = await listenForBroadcasts(sql, realtime.hub.publish, log);

  return {
    answer: (request, caller) => answerBroadcast(request, caller, realtime),
    stop: async () => {
      clearInterval(janitor);
      server.off('upgrade', upgrade);
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      await feed.stop();
    },
  };
}

function refuse(stream: Duplex, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(text)}`,
    'connection: close',
  ];
  stream.end(`${head.join('\r\n')}\r\n\r\n${text}`);
}
