import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const vite = join(root, 'node_modules/vite/bin/vite.js');

type Say = (line: string) => void;

export const buildDesk = (say: Say) =>
  buildPart(
    {
      name: 'desk',
      folder: 'web',
      sources: ['web/src', 'web/static', 'web/vite.config.ts', 'web/package.json', 'supabase/contracts'],
      output: 'web/build',
    },
    say,
  );

export const buildClient = (say: Say) =>
  buildPart(
    {
      name: 'simulated Discord',
      folder: 'bot/simulator/client',
      sources: ['bot/simulator/client', 'bot/simulator/protocol.ts'],
      output: 'bot/simulator/client/dist',
    },
    say,
  );

export const buildBot = (say: Say) =>
  buildPart(
    {
      name: 'bot',
      folder: 'bot',
      sources: [
        ...['bot/src', 'bot/vite.config.ts', 'bot/package.json', '.config/patches'],
        ...['supabase/contracts', 'supabase/words'],
      ],
      output: 'bot/dist',
    },
    say,
  );

/** The built bot; started from its sources where something is to change these, or to watch them. */
export const botFile = { built: 'bot/dist/main.js', source: 'bot/src/main.ts' };

/** Where Node keeps what it has compiled; it knows by itself what has changed. */
export const compiled = join(root, '.local/compiled');

/**
 * Builds a part with Vite unless what it was built from is unchanged. `sources` are files and folders from the
 * project's root; `output` must exist for a build to count. Returns whether it built. Throws with Vite's words.
 */
async function buildPart(
  part: { name: string; folder: string; sources: string[]; output: string },
  say: Say,
): Promise<boolean> {
  const hash = createHash('sha256').update(process.version);
  for (const source of [...part.sources, 'package-lock.json']) await addToHash(hash, join(root, source));
  const wanted = hash.digest('hex');
  const stamp = join(root, '.local/built', part.name);
  const built = await readFile(stamp, 'utf8').catch(() => '');
  if (built === wanted && existsSync(join(root, part.output))) return false;
  say(`Building the ${part.name} …`);
  await runVite(join(root, part.folder));
  await mkdir(dirname(stamp), { recursive: true });
  await writeFile(stamp, wanted);
  return true;
}

async function addToHash(hash: ReturnType<typeof createHash>, path: string): Promise<void> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => null);
  if (!entries) {
    hash.update(relative(root, path)).update(await readFile(path));
    return;
  }
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    if (['node_modules', 'dist', 'build', '.svelte-kit'].includes(entry.name)) continue;
    await addToHash(hash, join(path, entry.name));
  }
}

async function runVite(folder: string): Promise<void> {
  const child = spawn(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: folder,
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let words = '';
  child.stdout.on('data', (data) => (words += data));
  child.stderr.on('data', (data) => (words += data));
  const code = await new Promise<number | null>((resolve) => child.on('exit', resolve));
  if (code !== 0) throw new Error(`The build in ${relative(root, folder)} failed.\n${words}`);
}
