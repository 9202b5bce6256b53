import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cloneDatabase } from '../local/clone-database.ts';
import { databaseUrl } from '../local/database-url.ts';
import { applyMigrations, applySeed } from '../local/migrate.ts';
import { preparePlatform } from '../local/platform.ts';
import { startPostgres } from '../local/postgres.ts';
import { buildBot } from '../start/build-part.ts';

const template = 'ticketflow_template';
const demoTemplate = 'ticketflow_demo_template';

/**
 * One Postgres for the whole run, in a folder that goes with it. Its database `postgres` is laid out as hosted Supabase is
 * before the first migration; `ticketflow_template` has all migrations, `ticketflow_demo_template` the demo's story as well. Every test
 * file clones a database of its own.
 */
export default async function setup() {
  const built = buildBot((line) => console.log(line));
  // Awaited below; until then a failure waits here.
  built.catch(() => {});
  const folder = await mkdtemp(join(tmpdir(), 'ticketflow-test-'));
  const server = await startPostgres({ dataDir: join(folder, 'postgres'), isDurable: false });
  await preparePlatform(server.url);
  await cloneDatabase(server.url, 'postgres', template);
  await applyMigrations(
    databaseUrl(server.url, { role: 'postgres', database: template }),
    fileURLToPath(new URL('../migrations', import.meta.url)),
  );
  await cloneDatabase(server.url, template, demoTemplate);
  await applySeed(
    databaseUrl(server.url, { role: 'postgres', database: demoTemplate }),
    fileURLToPath(new URL('../seed.sql', import.meta.url)),
  );
  await built;
  process.env.TEST_POSTGRES_URL = server.url;
  process.env.TEST_TEMPLATE = template;
  process.env.TEST_DEMO_TEMPLATE = demoTemplate;
  return async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
}
