import { Counter, Gauge, Histogram, Registry } from 'prom-client';

// One set of instruments for the process, as prom-client is made to be used: they are written from everywhere and say nothing of
// what is done, so that handing them through every function would only hide what those functions need. Names as Prometheus has them
// (https://prometheus.io/docs/practices/naming): seconds, _total for what only rises. No label holds an id or a name.
export const registry = new Registry();
const registers = [registry];

export const ingestLag = new Histogram({
  name: 'ticketflow_bot_ingest_lag_seconds',
  help: 'From the moment that a message was written in Discord, by its id, to its commit in the database',
  buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
  registers,
});
export const droppedEvents = new Counter({
  name: 'ticketflow_bot_events_dropped_total',
  help: 'Events of channels that were dropped while the database was away, and caught up afterwards',
  registers,
});
export const deliveries = new Counter({
  name: 'ticketflow_bot_deliveries_total',
  help: 'Replies of the desk, and their changes, by what came of them in Discord',
  labelNames: ['outcome'] as const,
  registers,
});
export const deliveryLatency = new Histogram({
  name: 'ticketflow_bot_delivery_seconds',
  help: 'From the moment that a reply was written on the desk to its being known as sent',
  buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300],
  registers,
});
export const requests = new Counter({
  name: 'ticketflow_bot_discord_requests_total',
  help: "Requests to Discord, by the client that sent them and the class of the answer's status (none: no answer; unsent: known to be refused)",
  labelNames: ['client', 'status'] as const,
  registers,
});
export const rateLimited = new Counter({
  name: 'ticketflow_bot_discord_rate_limited_total',
  help: 'Answers 429 of Discord, by the scope of the limit',
  labelNames: ['scope'] as const,
  registers,
});
export const identifiesLeft = new Gauge({
  name: 'ticketflow_bot_identifies_left',
  help: 'Sessions that the bot may still begin today, as Discord said last',
  registers,
});

// What has not happened yet is a zero, not a gap.
for (const outcome of ['sent', 'failed', 'unknown']) deliveries.inc({ outcome }, 0);
for (const scope of ['user', 'global', 'shared']) rateLimited.inc({ scope }, 0);
