import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { WebSocketServer } from 'ws';
import { createInteractions } from './interactions/interactions.ts';
import { connectControl, type Control } from './control.ts';
import { createControlApi } from './control/serve-control.ts';
import { createFaults } from './control/faults.ts';
import { createRequestLog } from './control/request-log.ts';
import { serveCdn } from './cdn/serve-cdn.ts';
import { createGateway } from './gateway/create-gateway.ts';
import { serveAuthorize } from './oauth/authorize.ts';
import { createClientApi } from './person/serve-client.ts';
import { createWindows } from './person/windows.ts';
import { createApi, send } from './rest/serve-api.ts';
import { createRateLimits } from './rest/rate-limits.ts';
import { loadScenario, type Scenario } from './scenario.ts';
import { harborLights } from './scenarios/harbor-lights.ts';
import { serveFiles } from './serve-files.ts';
import { changeSettings, defaultSettings, type SettingsChange } from './settings.ts';
import { createFileStore } from './state/file-store.ts';
import { filesOf, keepSnapshot, readSnapshot } from './state/snapshot.ts';
import { createState } from './state/state.ts';

export interface SimulatorOptions {
  /** Default: a free one. */
  port?: number;
  host?: '127.0.0.1';
  /** Who and what is there at first; default Harbor Lights. A snapshot, when there is one, comes before it. */
  scenario?: Scenario;
  /** Where the state is kept over restarts. */
  snapshotFile?: string;
  /** The built web client, served at `/`. */
  clientDir?: string;
  settings?: SettingsChange;
  /** Told one line for each thing that the simulator does not cover. */
  log?: (line: string) => void;
}

export interface Simulator {
  url: string;
  /** For discord.js: `rest: { api: apiUrl, cdn: cdnUrl }`. */
  apiUrl: string;
  cdnUrl: string;
  controlUrl: string;
  webUrl: string;
  botToken: string;
  clientId: string;
  clientSecret: string;
  control: Control;
  /** Calls that were answered 501, or opcodes unknown; a run that leaves any has failed. */
  uncovered(): string[];
  stop(): Promise<void>;
}

/** Starts a Discord of our own on 127.0.0.1. Throws when the port is taken. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const settings = structuredClone(defaultSettings);
  changeSettings(settings, options.settings ?? {});
  const state = createState(
    settings,
    createFileStore(options.snapshotFile ? filesOf(options.snapshotFile) : null),
  );
  const wasThere = options.snapshotFile !== undefined && readSnapshot(state, options.snapshotFile);
  if (!wasThere) loadScenario(state, options.scenario ?? harborLights);
  const snapshot = options.snapshotFile ? keepSnapshot(state, options.snapshotFile) : null;

  const missing: string[] = [];
  const uncovered = (what: string) => {
    missing.push(what);
    options.log?.(`not covered by the simulator: ${what}`);
  };
  const interactions = createInteractions(state);
  const gateway = createGateway(state, uncovered);
  const windows = createWindows(state, gateway, interactions);
  const [faults, log, rateLimits] = [createFaults(), createRequestLog(), createRateLimits(settings)];
  const serveApi = createApi({ state, interactions, rateLimits, faults, log, uncovered });
  const serveClient = createClientApi(state, interactions);
  const serveControl = createControlApi({
    state,
    gateway,
    faults,
    log,
    rateLimits,
    uncovered: () => missing,
  });

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', state.origin);
    const serve = async () => {
      if (url.pathname.startsWith('/api/')) return serveApi(request, response, url);
      if (url.pathname.startsWith('/client/')) return serveClient(request, response, url);
      if (url.pathname.startsWith('/control/')) return serveControl(request, response, url);
      if (url.pathname.startsWith('/cdn/')) return serveCdn(state, response, url);
      if (url.pathname === '/oauth2/authorize') return serveAuthorize(state, request, response, url);
      return serveFiles(options.clientDir, response, url.pathname);
    };
    serve().catch((error: unknown) => {
      // The caller was cut off while it still spoke: nobody waits for an answer.
      if (request.destroyed && (error as { code?: string }).code === 'ECONNRESET') return;
      // A fault of ours, never of the caller: it must fail the run and not pass for an answer of Discord's.
      const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
      uncovered(`${request.method} ${url.pathname}: ${words}`);
      if (!response.headersSent) send(response, 500, { message: '500: Internal Server Error', code: 0 });
    });
  });
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('close', () => sockets.delete(socket));
  });

  const webSockets = new WebSocketServer({ noServer: true, maxPayload: 64 * 1024 });
  server.on('upgrade', (request, socket, head) => {
    const url = new URL(request.url ?? '/', state.origin);
    const path = url.pathname.replace(/\/$/, '');
    const as = url.searchParams.get('as') ?? '';
    const isKnown = path === '/gateway' || (path === '/client' && state.users.get(as)?.part);
    if (!isKnown) return void socket.end('HTTP/1.1 404 Not Found\r\n\r\n');
    webSockets.handleUpgrade(request, socket, head, (webSocket) => {
      if (path === '/gateway') gateway.accept(webSocket, url.searchParams.get('v'));
      else windows.accept(webSocket, as);
    });
  });

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, options.host ?? '127.0.0.1', () => resolve());
  });
  state.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const controlUrl = `${state.origin}/control`;
  let isStopped = false;
  return {
    url: state.origin,
    apiUrl: `${state.origin}/api`,
    cdnUrl: `${state.origin}/cdn`,
    controlUrl,
    webUrl: `${state.origin}/`,
    botToken: state.bot_token,
    clientId: state.application.id,
    clientSecret: state.client_secret,
    control: connectControl(controlUrl),
    uncovered: () => [...missing],
    async stop() {
      if (isStopped) return;
      isStopped = true;
      interactions.stop();
      gateway.stop();
      windows.stop();
      snapshot?.stop();
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
