import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Interactions } from '../interactions/interactions.ts';
import type { Faults } from '../control/faults.ts';
import type { RequestLog } from '../control/request-log.ts';
import type { OAuthGrant, State } from '../state/state.ts';
import type { RateLimits } from './rate-limits.ts';
import { readBody } from './read-body.ts';
import { Refusal, refuseStatus } from './refusal.ts';
import { createRouter, type Answer, type Call, type Scheme } from './route.ts';
import { allRoutes } from './routes/all-routes.ts';

export interface ApiParts {
  state: State;
  interactions: Interactions;
  rateLimits: RateLimits;
  faults: Faults;
  log: RequestLog;
  uncovered(what: string): void;
}

interface Caller {
  scheme: Scheme;
  isKnown: boolean;
  grant: OAuthGrant | null;
  basic: Call['basic'];
}

/** Answers `/api` and `/api/v10`: who calls, which limits, what is done, what is said. */
export function createApi(
  parts: ApiParts,
): (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void> {
  const find = createRouter(allRoutes);
  return async (request, response, url) => {
    const path = url.pathname.replace(/^\/api(\/v(9|10))?/, '') || '/';
    const method = request.method ?? 'GET';
    const entry = parts.log.open(method, path);
    const fault = parts.faults.take(method, path);
    if (fault?.delayMs) await new Promise((resolve) => setTimeout(resolve, fault.delayMs));
    const latency = parts.state.settings.latencyMs;
    if (latency > 0) await new Promise((resolve) => setTimeout(resolve, latency));
    let headers: Record<string, string> = {};
    let status: number;
    let body: unknown;
    try {
      if (fault?.status) {
        await readBody(request, parts.state.settings.requestBytes).catch(() => null);
        throw new Refusal(
          fault.status,
          (fault.body ?? { message: `${fault.status}: simulated`, code: 0 }) as { message: string },
          fault.headers,
        );
      }
      if (fault?.reset === 'before') return (request.socket.destroy(), entry.close(0));
      const caller = recognise(parts.state, request);
      const found = find(method, path, caller.scheme);
      if (!found) {
        parts.uncovered(`${method} ${path}`);
        throw new Refusal(501, { message: `not covered by the simulator: ${method} ${path}` });
      }
      const { route, params } = found;
      entry.route = route.path;
      if (route.auth !== 'none' && (route.auth !== caller.scheme || !caller.isKnown))
        throw refuseStatus(401, 'Unauthorized');
      headers = parts.rateLimits.take(route, params, caller.scheme);
      const read = await readBody(request, parts.state.settings.requestBytes);
      const call: Call = {
        state: parts.state,
        interactions: parts.interactions,
        actor: caller.grant?.user_id ?? (caller.scheme === 'bot' ? parts.state.bot_id : ''),
        params,
        query: url.searchParams,
        reason: readReason(request),
        grant: caller.grant,
        basic: caller.basic,
        ...read,
      };
      if (route.path === '/channels/:channel' && route.method === 'PATCH') limitRenames(parts, call);
      const result = await route.act(call);
      status = isAnswer(result) ? result.answerStatus : result === undefined ? 204 : 200;
      body = isAnswer(result) ? result.body : result;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      status = error.status;
      body = error.body;
      headers = { ...headers, ...error.headers };
    }
    if (fault?.reset === 'after') return (request.socket.destroy(), entry.close(0));
    entry.close(status);
    send(response, status, body, headers);
  };
}

/** Writes JSON, or nothing with 204. */
export function send(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  if (status === 204 || body === undefined) {
    response.writeHead(status, headers).end();
    return;
  }
  const text = JSON.stringify(body);
  response.writeHead(status, {
    ...headers,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}

function recognise(state: State, request: IncomingMessage): Caller {
  const [scheme, credentials = ''] = (request.headers.authorization ?? '').split(' ');
  const nobody: Caller = { scheme: 'none', isKnown: true, grant: null, basic: null };
  if (scheme === 'Bot') return { ...nobody, scheme: 'bot', isKnown: credentials === state.bot_token };
  if (scheme === 'Bearer') {
    const grant = state.oauth.access.get(credentials) ?? null;
    return { ...nobody, scheme: 'bearer', isKnown: grant !== null && grant.expires_at > Date.now(), grant };
  }
  if (scheme === 'Basic') {
    const [id = '', secret = ''] = Buffer.from(credentials, 'base64').toString().split(':');
    return { ...nobody, basic: { id, secret } };
  }
  return nobody;
}

function readReason(request: IncomingMessage): string | null {
  const given = request.headers['x-audit-log-reason'];
  if (typeof given !== 'string') return null;
  try {
    return decodeURIComponent(given).slice(0, 512);
  } catch {
    return given.slice(0, 512);
  }
}

/** Two names or topics in ten minutes for each channel, whatever the headers say (discord-api-docs#1900). */
function limitRenames(parts: ApiParts, call: Call): void {
  const channel = parts.state.channels.get(call.params.channel ?? '');
  if (!channel) return;
  const renames = 'name' in call.body && call.body.name !== channel.name;
  const retopics = 'topic' in call.body && call.body.topic !== channel.topic;
  if (renames || retopics)
    parts.rateLimits.takeHidden(`rename ${channel.id}`, parts.state.settings.rateLimits.channelRename);
}

function isAnswer(value: unknown): value is Answer {
  return typeof value === 'object' && value !== null && 'answerStatus' in value;
}
