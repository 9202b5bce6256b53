import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What the stand-ins keep in their folder (`.local`): all of it together, or nothing. */
const names = [
  'postgres',
  'files',
  'discord.json',
  'discord.json.messages',
  'discord.json.files',
  'secrets.json',
  'stack.json',
];
const migrations = fileURLToPath(new URL('../migrations', import.meta.url));
const markOf = (folder: string) => join(folder, 'migrations.sha256');

export async function forgetLocalData(folder: string): Promise<void> {
  for (const name of names) await rm(join(folder, name), { recursive: true, force: true });
  await rm(markOf(folder), { force: true });
}

/**
 * Until 1.0.0 migrations are edited in place, so data made by another set of them cannot be brought up to date: it is
 * moved into a folder beside, and the next steps begin with nothing. Returns that folder, or null when the data fits.
 */
export async function moveForeignDataAside(folder: string): Promise<string | null> {
  const mark = await fingerprint();
  const found = await readFile(markOf(folder), 'utf8').catch(() => null);
  let aside: string | null = null;
  if (found !== mark && existsSync(join(folder, 'postgres'))) {
    aside = join(folder, `before-${new Date().toISOString().slice(0, 19).replaceAll(/[:T]/g, '-')}`);
    await mkdir(aside);
    for (const name of names)
      if (existsSync(join(folder, name))) await rename(join(folder, name), join(aside, name));
  }
  await writeFile(markOf(folder), mark);
  return aside;
}

/** Of the migrations as they are now, by names and contents; line ends, which git may change, aside. */
async function fingerprint(): Promise<string> {
  const hash = createHash('sha256');
  for (const file of (await readdir(migrations)).filter((name) => name.endsWith('.sql')).sort())
    hash.update(`${file}\n${(await readFile(join(migrations, file), 'utf8')).replaceAll('\r\n', '\n')}\n`);
  return hash.digest('hex');
}
