import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isAlive } from '../postgres/processes.ts';
import { startPostgres } from '../postgres.ts';
import { StackError } from '../stack-error.ts';
import { eventually } from './eventually.ts';

let folder: string;
const children: ChildProcess[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ticketflow-postgres-'));
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

async function ask(url: string, query: string): Promise<unknown> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return await sql.unsafe(query).simple();
  } finally {
    await sql.end();
  }
}
const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => 'it was not refused',
    (error: unknown) => (error instanceof StackError ? error.message : error),
  );

/** Starts the server in a process of its own, which can be killed. */
async function startElsewhere(dataDir: string) {
  const script = `
    import { startPostgres } from ${JSON.stringify(new URL('../postgres.ts', import.meta.url).href)};
    const { url } = await startPostgres({ dataDir: ${JSON.stringify(dataDir)} });
    console.log(url);
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const [url] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
  return { child, url: url.trim() };
}
const postmasterOf = async (dataDir: string) =>
  Number((await readFile(join(dataDir, 'postmaster.pid'), 'utf8')).split('\n')[0]);

test('a new folder becomes a Postgres 17 on loopback, whose data is there at the next start', async () => {
  const dataDir = join(folder, 'kept');
  const first = await startPostgres({ dataDir, isDurable: false });
  await ask(first.url, 'create table kept (n int); insert into kept values (7)');
  expect(await ask(first.url, 'show server_version_num')).toMatchObject([
    { server_version_num: expect.stringMatching(/^17/) as string },
  ]);
  expect(await ask(first.url, 'show listen_addresses')).toMatchObject([{ listen_addresses: '127.0.0.1' }]);
  await first.stop();
  const second = await startPostgres({ dataDir, isDurable: false });
  expect(await ask(second.url, 'select n from kept')).toMatchObject([{ n: 7 }]);
  await second.stop();
});

test('a text is searched and sorted with its own letters', async () => {
  const server = await startPostgres({ dataDir: join(folder, 'letters'), isDurable: false });
  expect(
    await ask(
      server.url,
      `select lower('ÄÖ') as low, to_tsvector('simple', 'Größe maß') @@ to_tsquery('simple', 'größe') as found`,
    ),
  ).toMatchObject([{ low: 'äö', found: true }]);
  await server.stop();
});

test('a second start on a running folder is refused, and disturbs nothing', async () => {
  const dataDir = join(folder, 'twice');
  const { child, url } = await startElsewhere(dataDir);
  expect(await refusal(startPostgres({ dataDir }))).toMatch(/already running on .*twice \(process \d+\)/);
  expect(await ask(url, 'select 1 as one')).toMatchObject([{ one: 1 }]);
  child.kill('SIGKILL');
  await once(child, 'exit');
  const after = await startPostgres({ dataDir, isDurable: false });
  await after.stop();
});

test('a start after the parent was killed stops the server that lived on, and keeps what was committed', async () => {
  const dataDir = join(folder, 'orphan');
  const { child, url } = await startElsewhere(dataDir);
  await ask(url, 'create table kept (n int); insert into kept values (1)');
  const orphan = await postmasterOf(dataDir);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(isAlive(orphan)).toBe(true);
  const again = await startPostgres({ dataDir });
  expect(isAlive(orphan)).toBe(false);
  expect(await ask(again.url, 'select n from kept')).toMatchObject([{ n: 1 }]);
  await again.stop();
});

test('a start after the server itself was killed recovers, and keeps what was committed', async () => {
  const dataDir = join(folder, 'crash');
  const { child, url } = await startElsewhere(dataDir);
  await ask(url, 'create table kept (n int); insert into kept values (1)');
  const postmaster = await postmasterOf(dataDir);
  for (const pid of [child.pid ?? 0, postmaster]) process.kill(pid, 'SIGKILL');
  await eventually('it is dead', () => !isAlive(postmaster));
  const again = await startPostgres({ dataDir });
  expect(await ask(again.url, 'select n from kept')).toMatchObject([{ n: 1 }]);
  await again.stop();
});

test('a lock file that names somebody else’s process, or nonsense, is no obstacle', async () => {
  const dataDir = join(folder, 'foreign');
  await (await startPostgres({ dataDir, isDurable: false })).stop();
  for (const text of [`${process.pid}\n${dataDir}\n1\n5432\n\n127.0.0.1\n0\nready\n`, 'nonsense']) {
    await writeFile(join(dataDir, 'postmaster.pid'), text, { mode: 0o644 });
    const server = await startPostgres({ dataDir, isDurable: false });
    expect(await ask(server.url, 'select 1 as one')).toMatchObject([{ one: 1 }]);
    await server.stop();
  }
});

test('a taken port is a line that names it', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  expect(await refusal(startPostgres({ dataDir: join(folder, 'port'), port }))).toBe(
    `Port ${port} on 127.0.0.1 is taken by another program; stop that program or choose another port.`,
  );
  other.close();
});

test('a folder that cannot be made, holds other files or another version is a line that says so', async () => {
  await writeFile(join(folder, 'file'), '');
  expect(await refusal(startPostgres({ dataDir: join(folder, 'file', 'data') }))).toMatch(
    /cannot be written \(\w+\)/,
  );
  await mkdir(join(folder, 'full'));
  await writeFile(join(folder, 'full', 'letter.txt'), 'keep me');
  expect(await refusal(startPostgres({ dataDir: join(folder, 'full') }))).toMatch(/holds other files/);
  expect(await readFile(join(folder, 'full', 'letter.txt'), 'utf8')).toBe('keep me');
  await mkdir(join(folder, 'old'));
  await writeFile(join(folder, 'old', 'PG_VERSION'), '16\n');
  expect(await refusal(startPostgres({ dataDir: join(folder, 'old') }))).toMatch(
    /made by Postgres 16, not 17/,
  );
});
