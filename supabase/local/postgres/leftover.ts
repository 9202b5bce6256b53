import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { StackError } from '../stack-error.ts';
import { commandLine, exists, isAlive, startMark } from './processes.ts';

const ownerFile = (dataDir: string) => join(dataDir, 'ticketflow-owner.json');
const pidFile = (dataDir: string) => join(dataDir, 'postmaster.pid');

/** Notes in the data folder which process runs its server, so that a second start can tell a live stack from a dead one. */
export async function noteOwner(dataDir: string): Promise<void> {
  const note = { pid: process.pid, mark: startMark(process.pid) };
  await writeFile(ownerFile(dataDir), JSON.stringify(note));
}

/** Takes the note away again when this process stops its server. */
export async function forgetOwner(dataDir: string): Promise<void> {
  await rm(ownerFile(dataDir), { force: true });
}

/**
 * Makes a data folder startable again after its parent was killed: a server that lived on is stopped, a lock file that
 * names a dead, zombie or foreign process is removed (Postgres itself would take the last two for a running server).
 * Throws a StackError when the folder belongs to a stack that is still running.
 */
export async function clearLeftover(dataDir: string): Promise<void> {
  const owner = await readJson<{ pid: number; mark: string }>(ownerFile(dataDir));
  if (owner && isAlive(owner.pid) && startMark(owner.pid) === owner.mark) {
    throw new StackError(
      `The stack is already running on ${dataDir} (process ${owner.pid}); use it or stop it first.`,
    );
  }
  const pid = await postmasterPid(dataDir);
  // One that is simply gone is Postgres' own business: it makes sure that no child of the dead server is left.
  if (pid !== undefined && !exists(pid)) return;
  if (pid !== undefined && isAlive(pid) && isServerOf(dataDir, pid)) await stopServer(pid);
  await rm(pidFile(dataDir), { force: true });
}

/** The first line of postmaster.pid, or undefined without a (whole) file. */
export async function postmasterPid(dataDir: string): Promise<number | undefined> {
  const text = await readFile(pidFile(dataDir), 'utf8').catch(() => '');
  const pid = Number.parseInt(text.split('\n')[0] ?? '', 10);
  return Number.isInteger(pid) && pid > 0 ? pid : undefined;
}

/** Whether the server of this process id says in the eighth line of its lock file that it takes connections, as pg_ctl asks. */
export async function isReady(dataDir: string, pid: number | undefined): Promise<boolean> {
  const lines = (await readFile(pidFile(dataDir), 'utf8').catch(() => '')).split('\n');
  return Number(lines[0]) === pid && lines[7]?.trim() === 'ready';
}

/** A foreign process may have been given the old id: only one that was started on this folder counts. */
function isServerOf(dataDir: string, pid: number): boolean {
  const command = commandLine(pid);
  return process.platform === 'win32' ? false : command.includes('postgres') && command.includes(dataDir);
}

async function stopServer(pid: number): Promise<void> {
  process.kill(pid, 'SIGINT'); // fast shutdown: clients are cut, data is flushed
  for (let waited = 0; isAlive(pid); waited += 20) {
    if (waited === 5_000) process.kill(pid, 'SIGQUIT'); // immediate shutdown: recovery at the next start
    if (waited >= 8_000) {
      throw new StackError(`A Postgres left from an earlier run does not stop; end process ${pid} by hand.`);
    }
    await wait(20);
  }
}

async function readJson<T>(file: string): Promise<T | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as T;
  } catch {
    return undefined;
  }
}
