import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Interactions } from '../interactions/interactions.ts';
import { readBody } from '../rest/read-body.ts';
import { Refusal, refuseStatus } from '../rest/refusal.ts';
import { createRouter } from '../rest/route.ts';
import { send } from '../rest/serve-api.ts';
import type { State } from '../state/state.ts';
import { personRoutes } from './routes.ts';

/** Answers `/client/…`: what people do. Who it is stands in `?as=` or `x-as`. */
export function createClientApi(state: State, interactions: Interactions) {
  const find = createRouter(personRoutes);
  return async (request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> => {
    try {
      const found = find(request.method ?? 'GET', url.pathname.replace(/^\/client/, ''), 'none');
      if (!found) throw refuseStatus(404, 'Not Found');
      const actor = url.searchParams.get('as') ?? String(request.headers['x-as'] ?? '');
      if (!state.users.has(actor) && found.route.path !== '/people') throw refuseStatus(401, 'Unauthorized');
      const read = await readBody(request, state.settings.requestBytes);
      const result: unknown = await found.route.act({
        state,
        interactions,
        actor,
        params: found.params,
        query: url.searchParams,
        reason: null,
        grant: null,
        basic: null,
        ...read,
      });
      send(response, result === undefined ? 204 : 200, result);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      send(response, error.status, error.body, error.headers);
    }
  };
}
