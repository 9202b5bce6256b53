import { Counter, Gauge, Histogram, Registry } from 'prom-client';

// One set of instruments for the process. A label holds the route's pattern, never an address: that one names guild and ticket.
export const registry = new Registry();
const registers = [registry];

export const requests = new Counter({
  name: 'ticketflow_desk_requests_total',
  help: 'Requests for pages and endpoints, by route and class of the status',
  labelNames: ['route', 'status'] as const,
  registers,
});
export const duration = new Histogram({
  name: 'ticketflow_desk_request_seconds',
  help: 'How long the desk took to answer, by route',
  labelNames: ['route'] as const,
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  registers,
});
export const upstreamUp = new Gauge({
  name: 'ticketflow_desk_upstream_up',
  help: '1 when this part of Supabase answered the last check',
  labelNames: ['upstream'] as const,
  registers,
});
export const upstreamSeconds = new Gauge({
  name: 'ticketflow_desk_upstream_seconds',
  help: 'How long this part of Supabase took at the last check',
  labelNames: ['upstream'] as const,
  registers,
});
