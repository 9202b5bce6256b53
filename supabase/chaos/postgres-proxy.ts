import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import type { Gate } from './gate.ts';
import { createSplitter, createStatementReader } from './postgres-frames.ts';

/** The statements of the bot by which its points are told. */
const statements: [RegExp, string][] = [
  [/\bprivate\.lease_lanes\b/, 'leasing'],
  [/\bprivate\.(begin_entry|open_ticket)\b/, 'beginning'],
  [/\bprivate\.(settle_entry|settle_reply|bind_channel)\b/, 'settling'],
  [/\bprivate\.record_\w+\b/, 'recording'],
  [/\bprivate\.fire_\w+\b/, 'firing'],
  [/\bprivate\.page_\w+\b/, 'paging'],
];

/** Stands between the bot and Postgres: tells the gate what is under way, and can go silent as a dead network does. */
export async function startPostgresProxy(target: () => number, gate: Gate) {
  const pairs = new Set<[Socket, Socket]>();
  let isSilent = false;

  const server = createServer((client) => {
    const upstream = connect(target(), '127.0.0.1');
    const pair: [Socket, Socket] = [client, upstream];
    pairs.add(pair);
    const end = () => {
      pairs.delete(pair);
      client.destroy();
      upstream.destroy();
    };
    for (const socket of pair) socket.on('error', end).on('close', end).setNoDelay(true);
    const frontend = createSplitter(true);
    const backend = createSplitter(false);
    const read = createStatementReader();
    /** What each answer under way, until its ReadyForQuery, is the answer to. */
    const asked: (string | null)[] = [];
    let current: string | null = null;
    let forward = Promise.resolve();
    let back = Promise.resolve();

    client.on('data', (chunk) => {
      forward = forward.then(async () => {
        for (const message of frontend(chunk)) {
          const text = read(message);
          const name = text && (statements.find(([pattern]) => pattern.test(text))?.[1] ?? null);
          if (name) {
            if ((await gate.reach(`before ${name}`)) === 'cut') return end();
            current = name;
          }
          if (message.type === 'S' || message.type === 'Q') {
            asked.push(current);
            current = null;
          }
          if (!isSilent) upstream.write(message.whole);
        }
      });
    });
    let isAuthenticated = false;
    upstream.on('data', (chunk) => {
      back = back.then(async () => {
        for (const message of backend(chunk)) {
          if (message.type === 'Z') {
            const name = isAuthenticated ? asked.shift() : null;
            isAuthenticated = true;
            if (name && (await gate.reach(`after ${name}`)) === 'cut') return end();
          }
          if (!isSilent) client.write(message.whole);
        }
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    port: (server.address() as AddressInfo).port,
    /** Nothing passes any more, and nobody is told: half-open. */
    silence: (isIt: boolean) => void (isSilent = isIt),
    cutAll() {
      for (const [client] of pairs) client.destroy();
    },
    async stop() {
      for (const [client, upstream] of pairs) {
        client.destroy();
        upstream.destroy();
      }
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
