import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cloneDatabase } from '../local/clone-database.ts';
import { databaseUrl } from '../local/database-url.ts';
import { applyMigrations } from '../local/migrate.ts';
import { preparePlatform } from '../local/platform.ts';
import { startPostgres } from '../local/postgres.ts';
import { compareCatalogues, readCatalogue } from './read-catalogue.ts';

// npm run compare-schema [-- <commit>]: what the migrations of the work tree make otherwise than those of a commit (HEAD), object
// by object. Migrations are edited in place, so that git's own diff does not tell a move from a change.
const root = fileURLToPath(new URL('../..', import.meta.url));
const commit = process.argv[2] ?? 'HEAD';
const git = (...args: string[]) =>
  execFileSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 });

const folder = await mkdtemp(join(tmpdir(), 'ticketflow-schema-'));
const server = await startPostgres({ dataDir: join(folder, 'postgres'), isDurable: false });
try {
  const earlier = join(folder, 'migrations');
  await mkdir(earlier);
  for (const path of git('ls-tree', '--name-only', commit, 'supabase/migrations/').trim().split('\n'))
    await writeFile(join(earlier, basename(path)), git('show', `${commit}:${path}`));
  await preparePlatform(server.url);
  const read = async (name: string, migrations: string) => {
    const url = await cloneDatabase(server.url, 'postgres', name);
    await applyMigrations(databaseUrl(url, { role: 'postgres' }), migrations);
    return readCatalogue(url);
  };
  const before = await read('before', earlier);
  const after = await read('after', join(root, 'supabase/migrations'));
  const differences = compareCatalogues(before, after);
  for (const line of differences) console.log(line);
  console.log(
    `${Object.keys(before).length} objects before, ${Object.keys(after).length} after, ${differences.length} differences.`,
  );
} finally {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}
