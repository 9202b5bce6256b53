import { execFileSync } from 'node:child_process';
import { chownSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { StackError } from '../stack-error.ts';

/** How Postgres programs are started: the ids to take on, and a command to put in front. */
export type RunAs = { uid?: number; gid?: number; prefix: string[] };

/**
 * Postgres refuses to run as root. As root it is started as the system's `postgres` or `nobody` user; where that user
 * cannot reach the folders (a clone below /root), in a user namespace in which root carries another number.
 * Throws a StackError when neither is possible.
 */
export function chooseRunAs(folders: string[]): RunAs {
  if (process.getuid?.() !== 0) return { prefix: [] };
  const user = findUser('postgres') ?? findUser('nobody');
  if (user && folders.every((folder) => canReach(folder, user.uid))) return { ...user, prefix: [] };
  const mapped = user && ['unshare', '--user', `--map-user=${user.uid}`, '--'];
  if (mapped && canRun([...mapped, 'true'])) return { prefix: mapped };
  throw new StackError(
    `Postgres does not run as root, and no other user can reach ${folders[0]}; run this as a normal user or move the folder out of ${firstClosed(folders, user?.uid)}.`,
  );
}

/** Hands a folder that root has just made to the user Postgres runs as. */
export function giveTo(runAs: RunAs, folder: string): void {
  if (runAs.uid !== undefined) chownSync(folder, runAs.uid, runAs.gid ?? runAs.uid);
}

function findUser(name: string): { uid: number; gid: number } | undefined {
  try {
    const id = (flag: string) =>
      Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: 'pipe' }));
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return undefined;
  }
}

function canReach(folder: string, uid: number): boolean {
  return closedAncestor(folder, uid) === undefined;
}

function firstClosed(folders: string[], uid = -1): string {
  return folders.map((folder) => closedAncestor(folder, uid)).find((closed) => closed !== undefined) ?? '/';
}

/** The nearest folder on the way up which `uid` may not enter: neither open to everybody nor their own. */
function closedAncestor(folder: string, uid: number): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const found = statSync(at, { throwIfNoEntry: false });
    if (found && !(found.mode & 0o001) && !(found.uid === uid && found.mode & 0o100)) return at;
    if (at === dirname(at)) return undefined;
  }
}

function canRun([command, ...args]: string[]): boolean {
  try {
    execFileSync(command ?? '', args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
