import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { dirname, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { findBinaries, type Binaries } from './postgres/binaries.ts';
import { freePort, portTaken } from './postgres/free-port.ts';
import { assertWritable, initCluster, password, superuser } from './postgres/init-cluster.ts';
import { clearLeftover, forgetOwner, isReady, noteOwner } from './postgres/leftover.ts';
import { chooseRunAs, type RunAs } from './postgres/run-as.ts';
import { StackError } from './stack-error.ts';

export type Postgres = {
  /** Superuser's address of the database `postgres`. */
  url: string;
  /** Superuser's address of any database of the server. */
  adminUrl: (database: string) => string;
  stop: () => Promise<void>;
  /** Kills the server with -9, as a crash does: the next start on the folder recovers it. */
  kill: () => Promise<void>;
};

type Options = {
  dataDir: string;
  /** 0 or absent: any free one. */
  port?: number;
  /** Without fsync a crash of the machine may break the data: for tests only. */
  isDurable?: boolean;
  log?: (line: string) => void;
};

/**
 * Starts Postgres 17 on loopback over `dataDir`, which is set up first when it is new, and recovers from a start that
 * was killed. Throws a StackError (one line, says what to do) for a taken port, an unwritable folder, a folder in use.
 */
export async function startPostgres(options: Options): Promise<Postgres> {
  const dataDir = resolve(options.dataDir);
  const log = options.log ?? (() => {});
  const binaries = await findBinaries();
  await assertWritable(dirname(dataDir));
  const runAs = chooseRunAs([dataDir, binaries.postgres]);
  await clearLeftover(dataDir);
  await initCluster(binaries, dataDir, runAs);
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort(options.port);
    const server = spawnServer(binaries, runAs, dataDir, port, options.isDurable ?? true);
    const said = collectLog(server, log);
    if (await becomesReady(server, dataDir)) return running(server, binaries, dataDir, port);
    const reason = said();
    const isBindFailure = /could not bind|Address already in use/i.test(reason);
    if (isBindFailure && options.port) throw portTaken(options.port);
    // A free port can be lost to somebody else between looking and binding; shared memory lingers a moment after a kill.
    if (attempt === 5)
      throw new StackError(`Postgres does not start on ${dataDir}: ${reason || 'no reason given'}`);
    await wait(100 * attempt);
  }
}

function spawnServer(binaries: Binaries, runAs: RunAs, dataDir: string, port: number, isDurable: boolean) {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '300',
    shared_buffers: '128MB',
    wal_level: 'logical',
    max_wal_size: '256MB',
    timezone: 'UTC',
    lc_messages: 'C',
    jit: 'off',
    search_path: '"$user", public, extensions',
    ...(isDurable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const [command, ...args] = [
    ...runAs.prefix,
    binaries.postgres,
    '-D',
    dataDir,
    '-p',
    String(port),
    ...flags,
  ];
  return spawn(command ?? '', args, {
    uid: runAs.uid,
    gid: runAs.gid,
    cwd: dataDir,
    stdio: ['ignore', 'ignore', 'pipe'],
    // A process group of its own: Ctrl-C in the terminal must not stop the database before those who use it.
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
}

/** Passes the server's lines on and remembers the last error among them. */
function collectLog(server: ChildProcess, log: (line: string) => void): () => string {
  let reason = '';
  server.once('error', (error) => (reason = error.message));
  server.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    for (const line of chunk.split('\n').filter(Boolean)) {
      if (/(FATAL|PANIC|could not bind).*/.test(line))
        reason = line.replace(/^.*?(FATAL|PANIC|LOG|WARNING):\s*/, '');
      log(line);
    }
  });
  return () => reason;
}

async function becomesReady(server: ChildProcess, dataDir: string): Promise<boolean> {
  const deadline = Date.now() + 60_000;
  let isGone = false;
  for (const event of ['exit', 'error']) server.once(event, () => (isGone = true));
  while (!isGone && Date.now() < deadline) {
    if (await isReady(dataDir, server.pid)) return true;
    await wait(5);
  }
  server.kill('SIGQUIT');
  return false;
}

async function running(
  server: ChildProcess,
  binaries: Binaries,
  dataDir: string,
  port: number,
): Promise<Postgres> {
  await noteOwner(dataDir);
  const adminUrl = (database: string) =>
    `postgresql://${superuser}:${password}@127.0.0.1:${port}/${encodeURIComponent(database)}`;
  const stopAtExit = () => signalStop(server, binaries, dataDir);
  process.once('exit', stopAtExit);
  // Neither the server nor its log keeps the event loop alive; its starter decides when the program ends.
  server.unref();
  (server.stderr as unknown as { unref?: () => void } | null)?.unref?.();
  const stop = async () => {
    process.off('exit', stopAtExit);
    if (server.exitCode === null && server.signalCode === null) {
      server.ref();
      const exited = once(server, 'exit');
      signalStop(server, binaries, dataDir);
      await exited;
    }
    await forgetOwner(dataDir);
  };
  const kill = async () => {
    process.off('exit', stopAtExit);
    server.ref();
    const exited = once(server, 'exit');
    server.kill('SIGKILL');
    await exited;
    await forgetOwner(dataDir);
  };
  return { url: adminUrl('postgres'), adminUrl, stop, kill };
}

/** Fast shutdown: clients are cut off, data is flushed. Windows has no signals; pg_ctl has a way of its own there. */
function signalStop(server: ChildProcess, binaries: Binaries, dataDir: string): void {
  if (process.platform === 'win32') spawnSync(binaries.pgCtl, ['stop', '-D', dataDir, '-m', 'fast']);
  else server.kill('SIGINT');
}
