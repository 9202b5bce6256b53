import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Whether there is a process of this id, be it only a zombie. */
export function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Whether a process of this id is alive. A zombie counts as dead: it holds nothing and only waits to be collected. */
export function isAlive(pid: number): boolean {
  return exists(pid) && !(process.platform === 'linux' && statFields(pid)?.[0] === 'Z');
}

/**
 * A mark that tells this run of a process from a later one that was given the same id; '' where the system has no cheap
 * way to say.
 */
export function startMark(pid: number): string {
  if (process.platform === 'linux') return statFields(pid)?.[19] ?? '';
  if (process.platform === 'darwin') return ps(pid, 'lstart=');
  return '';
}

/** The command line of a process, or '' when it cannot be read. */
export function commandLine(pid: number): string {
  if (process.platform === 'linux') {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    } catch {
      return '';
    }
  }
  return process.platform === 'darwin' ? ps(pid, 'command=') : '';
}

/** proc(5): fields from the third on (state), after the name in parentheses, which may hold spaces itself. */
function statFields(pid: number): string[] | undefined {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return line.slice(line.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

function ps(pid: number, column: string): string {
  try {
    return execFileSync('ps', ['-o', column, '-p', String(pid)], { encoding: 'utf8', stdio: 'pipe' }).trim();
  } catch {
    return '';
  }
}
