import { join } from 'node:path';
import { startPostgres } from '../local/postgres.ts';
import { startLocalStack } from '../local/stack.ts';
import { prepareDatabase } from './prepare-database.ts';
import type { Secrets } from './secrets.ts';
import type { StackOptions } from './stack.ts';

/** The embedded stack: Postgres with today's schema (and the demo's story when new), and the services in front of it. */
export async function startLocalSupabase(
  options: StackOptions,
  secrets: Secrets,
  readLogin: () => Promise<{ webUrl: string; discordUrl: string; clientId: string; clientSecret: string }>,
) {
  const { folder, environment, say, log } = options;
  const port = (wanted: number) => (options.hasFreePorts ? 0 : wanted);
  say('Starting Postgres …');
  const server = await startPostgres({
    dataDir: join(folder, 'postgres'),
    port: port(environment.LOCAL_POSTGRES_PORT),
    isDurable: options.isDurable ?? true,
    log: (line) => log('postgres', line),
  });
  try {
    const prepared = await prepareDatabase(server, secrets.botPassword);
    if (prepared.isNew) say('Told the demo guild its story.');
    const login = await readLogin();
    const startServices = (at: number) =>
      startLocalStack({
        postgres: server,
        database: 'postgres',
        port: at,
        siteUrl: login.webUrl,
        redirectUrls: [`${login.webUrl}/**`],
        discord: { url: login.discordUrl, clientId: login.clientId, clientSecret: login.clientSecret },
        filesDir: join(folder, 'files'),
        jwtSecret: secrets.jwtSecret,
        publishableKey: secrets.publishableKey,
        secretKey: secrets.secretKey,
        log: (line) => log('supabase', line),
      });
    let stack = await startServices(port(environment.LOCAL_SUPABASE_PORT));
    const uncovered: string[] = [];
    const { supabaseUrl } = stack;
    let isUp = true;
    const stopServices = async () => {
      if (!isUp) return;
      isUp = false;
      uncovered.push(...stack.uncovered());
      await stack.stop();
    };
    return {
      supabaseUrl,
      publishableKey: stack.publishableKey,
      secretKey: stack.secretKey,
      databaseUrl: prepared.ownerUrl,
      botDatabaseUrl: prepared.botUrl,
      uncovered: () => [...uncovered, ...(isUp ? stack.uncovered() : [])],
      /** Everything in front of Postgres ends: Data API, Auth, Storage and Realtime. */
      stopServices,
      /** Starts it again, at the same address. */
      startServices: async () => {
        await stopServices();
        stack = await startServices(Number(new URL(supabaseUrl).port));
        isUp = true;
      },
      stop: async () => {
        await stopServices();
        await server.stop();
      },
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}
