import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { expect } from 'vitest';
import { isAway, openDatabase } from '../src/database/database.ts';
import { demoTest } from './demo-test.ts';
import { startDemo, type Demo } from './start-demo.ts';

const test = demoTest({ start: () => startDemo(undefined, { isBotStarted: false }) });

const failureOf = (work: PromiseLike<unknown>) =>
  Promise.resolve(work).then(
    () => null,
    (error: unknown) => error,
  );

/** A network between the bot and its database that can go silent: what is sent vanishes, and nobody is told. */
async function startNetwork(demo: Demo) {
  const target = new URL(demo.env.BOT_DATABASE_URL);
  const sockets = new Set<Socket>();
  let isSilent = false;
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    client.on('data', (data) => isSilent || upstream.write(data));
    upstream.on('data', (data) => isSilent || client.write(data));
    for (const socket of [client, upstream])
      sockets.add(socket.on('error', () => {}).on('close', () => (client.destroy(), upstream.destroy())));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(target);
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    silence: (isIt: boolean) => void (isSilent = isIt),
    cut: () => sockets.forEach((socket) => socket.destroy()),
    stop: () => (sockets.forEach((socket) => socket.destroy()), server.close()),
  };
}

test('a connection that dies as something is written to it fails that query alone, and works again after it', async ({
  demo,
}) => {
  const network = await startNetwork(demo);
  const sql = openDatabase(network.url);
  const held = await sql.reserve();
  for (let n = 0; n < 30; n += 1) {
    await failureOf(sql`select 1`);
    network.cut();
    // Written in the turns in which the connection is found dead: an error there would end the process.
    const asked = Array.from({ length: 10 }, async (_, turn) => {
      for (let k = 0; k < turn; k += 1) await new Promise((resolve) => setImmediate(resolve));
      return failureOf(turn % 2 ? sql`select 1` : held`select 1`);
    });
    for (const failure of await Promise.all(asked)) expect(failure === null || isAway(failure)).toBe(true);
  }
  // A connection that died while it was held is no open one again when it is given back.
  expect(isAway(await failureOf(held`select 1`))).toBe(true);
  held.release();
  const again = await Promise.all(Array.from({ length: 9 }, () => sql`select 1 as one`));
  expect(again.flat()).toEqual(Array.from({ length: 9 }, () => ({ one: 1 })));
  await sql.end({ timeout: 0 });
  network.stop();
});

test('a connection from which no answer comes any more is given up, and the database is asked on another', async ({
  demo,
}) => {
  const network = await startNetwork(demo);
  const sql = openDatabase(network.url, 400);
  await sql`select 1`;
  network.silence(true);
  const failure = failureOf(sql`select 2`);
  expect(isAway(await failure)).toBe(true);
  network.silence(false);
  expect(await sql`select 3 as three`).toEqual([{ three: 3 }]);
  // Quiet is not silence: a connection that nothing is asked of stays.
  const [before] = await sql`select pg_backend_pid() as pid`;
  await new Promise((resolve) => setTimeout(resolve, 900));
  expect(await sql`select pg_backend_pid() as pid`).toEqual([before]);
  await sql.end({ timeout: 0 });
  network.stop();
});

test('what ended a connection fails the query that it ended, and not the first one of the next connection', async ({
  demo,
}) => {
  const sql = openDatabase(demo.env.BOT_DATABASE_URL);
  const ended = await failureOf(sql`select pg_terminate_backend(pg_backend_pid())`);
  expect(isAway(ended)).toBe(true);
  // As many at once as there are connections: the one that was ended is among them.
  const asked = Array.from({ length: sql.options.max }, () => sql`select 1 as one from pg_sleep(0.1)`);
  expect((await Promise.all(asked)).flat()).toEqual(asked.map(() => ({ one: 1 })));
  await sql.end({ timeout: 0 });
});
