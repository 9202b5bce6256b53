import { randomUUID } from 'node:crypto';
import type { RequestEvent } from '@sveltejs/kit';
import { log } from './log.ts';
import { duration, requests } from './metrics.ts';

/** Asked by machines every few seconds. */
const quiet = new Set(['/healthz', '/metrics']);

/** Counts and logs a request with its route, status and time, under an id that its answer carries. */
export async function measureRequest(
  event: RequestEvent,
  answer: () => Promise<Response>,
): Promise<Response> {
  const from = performance.now();
  // Made here: one that came from outside could say anything.
  const request = (event.locals.requestId = randomUUID());
  let status = 500;
  try {
    const response = await answer();
    status = response.status;
    response.headers.set('x-request-id', request);
    return response;
  } finally {
    const ms = performance.now() - from;
    const route = event.route.id ?? 'none';
    requests.inc({ route, status: `${Math.floor(status / 100)}xx` });
    duration.observe({ route }, ms / 1000);
    const level = quiet.has(route) ? 'debug' : 'info';
    log[level]({ request, route, method: event.request.method, status, ms: Math.round(ms) }, 'answered');
  }
}
