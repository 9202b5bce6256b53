import type { AddressInfo } from 'node:net';
import postgres from 'postgres';
import { WebSocket, WebSocketServer } from 'ws';

/**
 * The least that the same way could cost: INSERT and NOTIFY in one transaction, a listener that reads the notification, a
 * WebSocket to a client. On the same Postgres, alternating with what is measured.
 */
export async function openFloor(databaseUrl: string) {
  const sql = postgres(databaseUrl, { max: 2, onnotice: () => {} });
  await sql`create schema if not exists bench`;
  await sql`create table if not exists bench.floor (id bigint generated always as identity primary key, body text not null)`;
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await new Promise((resolve) => server.once('listening', resolve));
  await sql.listen('bench_floor', (body) => {
    for (const client of server.clients) client.send(body);
  });
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  await new Promise((resolve) => client.once('open', resolve));
  let arrived: ((body: string) => void) | null = null;
  client.on('message', (data) => arrived?.(String(data)));

  return {
    /** One message through; milliseconds until the client has it. */
    async sample(body: string): Promise<number> {
      const got = new Promise<string>((resolve) => (arrived = resolve));
      const from = performance.now();
      await sql.begin(async (transaction) => {
        await transaction`insert into bench.floor (body) values (${body})`;
        await transaction`select pg_notify('bench_floor', ${body})`;
      });
      const found = await got;
      if (found !== body) throw new Error('The floor delivered another message');
      return performance.now() - from;
    },
    count: async () => Number((await sql`select count(*) as n from bench.floor`)[0]!.n),
    async close() {
      client.close();
      server.close();
      await sql`drop schema bench cascade`;
      await sql.end();
    },
  };
}
