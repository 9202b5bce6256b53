import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgresClient from 'postgres';
import { answerAuth } from './auth/routes.ts';
import type { AuthContext } from './auth/context.ts';
import { allowEveryOrigin, answerPreflight } from './http/cross-origin.ts';
import { readCaller, type Caller } from './http/caller.ts';
import { json, sendResponse, toRequest } from './http/exchange.ts';
import { developmentKeys, type Keys } from './keys.ts';
import type { Postgres } from './postgres.ts';
import { portTaken } from './postgres/free-port.ts';
import type { Limits } from './realtime/limits.ts';
import { startRealtime } from './realtime/server.ts';
import { openConnection } from './rest/connection.ts';
import { answerGraphql } from './rest/graphql.ts';
import { startLite } from './rest/lite.ts';
import { answerRest } from './rest/routes.ts';
import type { StorageContext } from './storage/context.ts';
import { answerStorage } from './storage/routes.ts';

export type LocalStackOptions = {
  postgres: Pick<Postgres, 'adminUrl'>;
  /** Name of the project's database: prepared and migrated. */
  database: string;
  /** 0 or absent: any free one. */
  port?: number;
  siteUrl: string;
  redirectUrls: string[];
  discord: { url: string; clientId: string; clientSecret: string; isEmailOptional?: boolean };
  /** What Auth's settings say otherwise than they would: to try what a desk makes of a project that is set up wrongly. */
  authSettings?: { external?: Record<string, boolean>; [name: string]: unknown };
  /** Where uploaded files lie; by default a folder in the system's temporary one, by database. */
  filesDir?: string;
  /** To test or lift what Realtime allows; by default the quotas of Supabase's Pro plan (realtime/limits.ts). */
  realtimeLimits?: Partial<Limits>;
  log?: (line: string) => void;
} & Partial<Keys>;

export type LocalStack = {
  supabaseUrl: string;
  publishableKey: string;
  secretKey: string;
  jwtSecret: string;
  /** Calls that came and are not covered, `METHOD path`, in order: a test run can fail on them. */
  uncovered: () => string[];
  stop: () => Promise<void>;
};

/**
 * Starts the local stack over a prepared database: one origin on loopback with the Data API, auth, storage and Realtime.
 * Throws a StackError when the port is taken.
 */
export async function startLocalStack(options: LocalStackOptions): Promise<LocalStack> {
  const { postgres, database, discord, log = () => {} } = options;
  const keys: Keys = {
    publishableKey: options.publishableKey ?? developmentKeys.publishableKey,
    secretKey: options.secretKey ?? developmentKeys.secretKey,
    jwtSecret: options.jwtSecret ?? developmentKeys.jwtSecret,
  };
  const databaseUrl = postgres.adminUrl(database);
  const server = createServer({ keepAlive: true });
  const connections = new Set<Socket>();
  server.on('connection', (socket) => {
    connections.add(socket);
    socket.on('close', () => connections.delete(socket));
  });
  const supabaseUrl = `http://127.0.0.1:${await listen(server, options.port ?? 0)}`;
  const sql = postgresClient(databaseUrl, { max: 8, onnotice: () => {} });
  const connection = await openConnection(databaseUrl);
  const lite = await startLite(connection, keys.jwtSecret);
  const schemaFeed = await sql.listen('pgrst', (what) => {
    if (what === '' || what === 'reload schema') void lite.reloadSchema();
  });
  const uncovered: string[] = [];
  const noteUncovered = (call: string) => {
    uncovered.push(call);
    log(`not covered by the local stack: ${call}`);
  };
  const realtime = await startRealtime({
    server,
    sql,
    keys,
    limits: options.realtimeLimits,
    noteUncovered,
    log,
  });
  const auth: AuthContext = {
    sql,
    supabaseUrl,
    siteUrl: options.siteUrl,
    redirectUrls: options.redirectUrls,
    discord: { ...discord, isEmailOptional: discord.isEmailOptional ?? true },
    jwtSecret: keys.jwtSecret,
    settings: options.authSettings,
    log,
  };
  const filesDir = options.filesDir ?? join(tmpdir(), 'ticketflow-files', database);
  const storage: StorageContext = { sql, filesDir, jwtSecret: keys.jwtSecret };

  async function answer(request: Request, caller: Caller): Promise<Response> {
    const { pathname } = new URL(request.url);
    const [, part, version] = pathname.split('/');
    const answered =
      version !== 'v1'
        ? undefined
        : part === 'rest'
          ? await answerRest(request, caller, lite.answer)
          : part === 'auth'
            ? await answerAuth(request, caller, auth)
            : part === 'storage'
              ? await answerStorage(request, caller, storage)
              : part === 'realtime'
                ? await realtime.answer(request, caller)
                : part === 'graphql'
                  ? await answerGraphql(request, caller, sql)
                  : undefined;
    if (answered) return answered;
    const call = `${request.method} ${pathname}`;
    noteUncovered(call);
    return json(501, { message: `not covered by the local stack: ${call}` });
  }

  const underWay = new Set<Promise<void>>();
  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const request = toRequest(incoming, supabaseUrl);
    const answered =
      request.method === 'OPTIONS'
        ? answerPreflight(request)
        : allowEveryOrigin(
            await answer(request, readCaller(request, keys)).catch((error: unknown) => {
              log(
                `${request.method} ${incoming.url}: ${error instanceof Error ? error.stack : String(error)}`,
              );
              return json(500, {
                code: 'unexpected_failure',
                message: 'The local stack failed; its log says why.',
              });
            }),
          );
    await sendResponse(answered, outgoing);
  };
  server.on('request', (incoming, outgoing) => {
    const served: Promise<void> = serve(incoming, outgoing).finally(() => underWay.delete(served));
    underWay.add(served);
  });

  return {
    supabaseUrl,
    ...keys,
    uncovered: () => [...uncovered],
    stop: async () => {
      await realtime.stop();
      await schemaFeed.unlisten().catch(() => {});
      const closed = new Promise((resolve) => server.close(resolve));
      // Those that a browser opened ahead or for a WebSocket too, which the server itself does not count.
      for (const socket of connections) socket.destroy();
      await closed;
      // What a cut-off request has begun comes to its end: the pool would wait for it for good.
      await Promise.allSettled(underWay);
      await connection.close();
      await sql.end({ timeout: 1 });
    },
  };
}

async function listen(server: ReturnType<typeof createServer>, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? portTaken(port) : error),
    );
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}
