import { Gauge, collectDefaultMetrics } from 'prom-client';
import { gatewayState } from './describe-health.ts';
import { registry } from './metrics.ts';
import type { Backlog } from './read-backlog.ts';
import type { Vitals } from './vitals.ts';

const registers = [registry];

/** Gauges that are read when somebody looks. Answers a function that brings them up to date. */
export function gaugeVitals(vitals: Vitals, readBacklog: () => Promise<Backlog | null>) {
  const gauge = (name: string, help: string) =>
    new Gauge({ name: `ticketflow_bot_${name}`, help, registers });
  const gateway = new Gauge({
    name: 'ticketflow_bot_gateway_state',
    help: "1 for the state that the gateway's connection is in",
    labelNames: ['state'] as const,
    registers,
  });
  const up = gauge('up', '1 while the bot works: gateway ready, database answering, shard held');
  const ping = gauge('gateway_ping_seconds', 'How long Discord took to answer the last heartbeat');
  const held = gauge('shard_held', "1 while this process holds its shard's lease");
  const database = gauge('database_up', '1 when the database answered this scrape');
  const depth = gauge('outbox_waiting', 'Entries of the outbox that Discord has not been told yet');
  const age = gauge('outbox_oldest_seconds', 'Age of the oldest entry of the outbox that waits');
  const guilds = gauge('catch_up_guilds', 'Guilds whose tickets are being caught up');
  const done = gauge('catch_up_tickets_done', 'Tickets that are caught up, of those guilds');
  const total = gauge('catch_up_tickets', 'Tickets to catch up, of those guilds');
  const timersDue = gauge('timers_due', 'Timers that are due and have not acted yet');
  const timersLate = gauge('timers_late_seconds', 'Time since the oldest timer that is due was due');
  const stamped = gauge('access_stamp_age_seconds', 'Time since access was last said to be current');
  const inUse = gauge('database_queries_active', 'Queries that hold a connection of the pool');
  const waiting = gauge('database_queries_waiting', 'Queries that wait for a connection of the pool');
  const invalid = gauge(
    'discord_invalid_requests',
    'Answers 401, 403 and 429 within ten minutes, of the 10,000 at which Discord shuts the address out',
  );
  collectDefaultMetrics({
    register: registry,
    prefix: 'ticketflow_bot_',
    // Wakes the process 50 times a second to measure how late it is.
    eventLoopMonitoringPrecision: 20,
  });

  return async (): Promise<void> => {
    // Before the query for the scrape itself is one of them.
    const pool = vitals.pool();
    const backlog = await readBacklog();
    const state = gatewayState(vitals);
    const isHeld = vitals.held?.isHeld() ?? false;
    gateway.reset();
    gateway.set({ state }, 1);
    up.set(Number(vitals.isStarted && state === 'ready' && isHeld && backlog !== null));
    // -1 until the first heartbeat is answered.
    ping.set(Math.max(0, vitals.client?.ws.shards.get(vitals.shard.id)?.ping ?? 0) / 1000);
    held.set(Number(isHeld));
    database.set(Number(backlog !== null));
    // What the database does not say is not known, and no zero.
    depth.set(backlog?.waiting ?? NaN);
    age.set(backlog?.oldest_seconds ?? NaN);
    guilds.set(backlog?.catching_up ?? NaN);
    done.set(backlog?.tickets_done ?? NaN);
    total.set(backlog?.tickets_total ?? NaN);
    timersDue.set(backlog?.timers_due ?? NaN);
    timersLate.set(backlog?.timers_late_seconds ?? NaN);
    stamped.set(backlog?.stamped_seconds ?? NaN);
    inUse.set(pool.inUse);
    waiting.set(pool.waiting);
    invalid.set(vitals.budget?.count() ?? 0);
  };
}
