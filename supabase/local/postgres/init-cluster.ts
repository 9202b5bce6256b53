import { execFile, execFileSync } from 'node:child_process';
import { access, constants, mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { StackError } from '../stack-error.ts';
import type { Binaries } from './binaries.ts';
import { giveTo, type RunAs } from './run-as.ts';

/** As the official CLI, every role of the stack has this password; the server listens on loopback only. */
export const password = 'postgres';
/** The cluster's superuser, as on hosted Supabase, where `postgres` is none. */
export const superuser = 'supabase_admin';
const version = '17';

/**
 * Makes `dataDir` a Postgres data folder unless it is one already. It is built beside and renamed, so that an
 * interrupted start leaves nothing half done. Throws a StackError when the folder cannot be written, holds other files,
 * or was made by another version.
 */
export async function initCluster(binaries: Binaries, dataDir: string, runAs: RunAs): Promise<void> {
  const made = (await readFile(join(dataDir, 'PG_VERSION'), 'utf8').catch(() => '')).trim();
  if (made === version) return;
  if (made)
    throw new StackError(
      `${dataDir} was made by Postgres ${made}, not ${version}; remove it (npm run reset).`,
    );
  const files = await readdir(dataDir).catch(() => []);
  if (files.length > 0) throw new StackError(`${dataDir} holds other files; choose an empty or new folder.`);
  const fresh = `${dataDir}.new`;
  await prepareFolder(dataDir, fresh);
  giveTo(runAs, fresh);
  await runInitdb(binaries, fresh, runAs);
  await rm(dataDir, { recursive: true, force: true });
  await rename(fresh, dataDir);
}

/** Throws a StackError when this process may not write where the data folder lies. */
export async function assertWritable(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new StackError(
      `The folder ${folder} cannot be written (${code}); give yourself the right or choose another.`,
    );
  }
}

async function prepareFolder(dataDir: string, fresh: string): Promise<void> {
  await assertWritable(dirname(dataDir));
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { mode: 0o700 });
}

async function runInitdb(binaries: Binaries, folder: string, runAs: RunAs): Promise<void> {
  const passwordFile = join(dirname(folder), `.initdb-${process.pid}`);
  await writeFile(passwordFile, password, { mode: 0o644 });
  const args = [
    `--pgdata=${folder}`,
    `--username=${superuser}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // Sorting by code point, the same on every system; character classes (search, trigrams) from the system's UTF-8.
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    `--lc-ctype=${utf8Locale()}`,
    '--no-instructions',
    '--no-sync',
  ];
  const [command, ...rest] = [...runAs.prefix, binaries.initdb, ...args];
  try {
    await promisify(execFile)(command ?? '', rest, { uid: runAs.uid, gid: runAs.gid, cwd: dirname(folder) });
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string };
    throw new StackError(`Postgres could not be set up in ${folder}: ${lastLine(stderr) || message}`);
  } finally {
    await rm(passwordFile, { force: true });
  }
}

function utf8Locale(): string {
  if (process.platform === 'win32') return 'C';
  try {
    const names = execFileSync('locale', ['-a'], { encoding: 'utf8', stdio: 'pipe' }).split('\n');
    return names.find((name) => /^(C|en_US)\.utf-?8$/i.test(name)) ?? 'C';
  } catch {
    return 'C';
  }
}

function lastLine(text = ''): string {
  return text.trim().split('\n').at(-1) ?? '';
}
