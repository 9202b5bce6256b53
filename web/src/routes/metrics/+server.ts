import { createHash, timingSafeEqual } from 'node:crypto';
import { error } from '@sveltejs/kit';
import { collectDefaultMetrics } from 'prom-client';
import { METRICS_TOKEN } from '$app/env/private';
import { checkUpstream } from '#lib/server/check-upstream.ts';
import { registry } from '#lib/server/metrics.ts';
import type { RequestHandler } from './$types';

// Wakes the process 50 times a second to measure how late it is: only where somebody looks.
if (METRICS_TOKEN)
  collectDefaultMetrics({
    register: registry,
    prefix: 'ticketflow_desk_',
    eventLoopMonitoringPrecision: 20,
  });

const digest = (text: string) => createHash('sha256').update(text).digest();

/** Prometheus' text format, for clients with METRICS_TOKEN: the desk is public. Not there when no token is set. */
export const GET: RequestHandler = async ({ request }) => {
  if (!METRICS_TOKEN) error(404, 'There is no such page.');
  const given = request.headers.get('authorization') ?? '';
  if (!timingSafeEqual(digest(given), digest(`Bearer ${METRICS_TOKEN}`)))
    return new Response('A bearer token is asked for: METRICS_TOKEN\n', {
      status: 401,
      headers: { 'www-authenticate': 'Bearer' },
    });
  await checkUpstream();
  return new Response(await registry.metrics(), { headers: { 'content-type': registry.contentType } });
};
