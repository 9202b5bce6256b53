import type { Interactions } from '../interactions/interactions.ts';
import type { Snowflake } from '../protocol.ts';
import type { OAuthGrant, State } from '../state/state.ts';
import type { UploadedFile } from './read-body.ts';
import type { Json } from './validate/form.ts';

/** One request, understood. The same acts serve the bot's REST and a person's window: `actor` says who acts. */
export interface Call {
  state: State;
  interactions: Interactions;
  /** The bot, the person, or '' where a token in the path stands for the right. */
  actor: Snowflake;
  params: Record<string, string>;
  query: URLSearchParams;
  body: Json;
  /** The body when it is a list. */
  list: unknown[];
  files: UploadedFile[];
  /** X-Audit-Log-Reason, decoded. */
  reason: string | null;
  /** Of an OAuth2 access token. */
  grant: OAuthGrant | null;
  /** Client credentials in Basic authorization. */
  basic: { id: string; secret: string } | null;
}

export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** `/channels/:channel/messages`; values arrive decoded in `params`. */
  path: string;
  /** Who may call: the bot's token, an OAuth2 access token, or nobody in particular. */
  auth: 'bot' | 'bearer' | 'none';
  /** Name of its limit in the settings; default 'default'. */
  bucket?: string;
  /** Interaction endpoints are outside of the global limit. */
  isOutsideGlobal?: boolean;
  /** What it does. `undefined` is 204; an `Answer` says the status itself; anything else is 200 and JSON. */
  act(call: Call): unknown;
}

/** An answer with its own status. */
export interface Answer {
  answerStatus: number;
  body: unknown;
}

export function answer(answerStatus: number, body: unknown): Answer {
  return { answerStatus, body };
}

interface Compiled {
  route: Route;
  parts: string[];
}

export type Scheme = Route['auth'];
export type Router = (method: string, path: string, scheme: Scheme) => Found | null;

export interface Found {
  route: Route;
  params: Record<string, string>;
}

/** Finds the route of a method and a path: fixed parts win over `:params`, then the one for this kind of caller. */
export function createRouter(routes: Route[]): Router {
  const table = new Map<string, Compiled[]>();
  const keyOf = (method: string, parts: string[]) => `${method} ${parts.length} ${parts[0]}`;
  for (const route of routes) {
    const parts = route.path.slice(1).split('/');
    const key = keyOf(route.method, parts);
    table.set(key, [...(table.get(key) ?? []), { route, parts }]);
  }
  const paramsIn = (parts: string[]) => parts.filter((part) => part.startsWith(':')).length;
  for (const list of table.values()) list.sort((a, b) => paramsIn(a.parts) - paramsIn(b.parts));
  return (method, path, scheme) => {
    const given = path.slice(1).split('/').map(decodePart);
    const matches = (table.get(keyOf(method, given)) ?? []).filter(({ parts }) =>
      parts.every((part, index) => part.startsWith(':') || part === given[index]),
    );
    const best = matches.find(({ route }) => route.auth === scheme || route.auth === 'none') ?? matches[0];
    return best ? { route: best.route, params: paramsOf(best.parts, given) } : null;
  };
}

function paramsOf(parts: string[], given: string[]): Record<string, string> {
  const params: Record<string, string> = {};
  for (const [index, part] of parts.entries())
    if (part.startsWith(':')) params[part.slice(1)] = given[index]!;
  return params;
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
