import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import postgres from 'postgres';
import { cloneDatabase, dropDatabase } from '../clone-database.ts';
import { databaseUrl } from '../database-url.ts';
import { signJwt } from '../jwt.ts';
import { preparePlatform } from '../platform.ts';
import { startPostgres } from '../postgres.ts';
import { startLocalStack, type LocalStackOptions } from '../stack.ts';
import { eventually } from './eventually.ts';

/** Settings that turn a run towards another Supabase (`supabase start`), which is then neither started nor stopped. */
const { SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY, SUPABASE_SECRET_KEY, SUPABASE_JWT_SECRET, DATABASE_URL } =
  process.env;

/** Whether this run is against the local stack. Some promises are its own and are only checked there. */
export const isLocal = !SUPABASE_URL;

export type Project = {
  supabaseUrl: string;
  publishableKey: string;
  secretKey: string;
  jwtSecret: string;
  /** As the role postgres, like a migration. */
  sql: postgres.Sql;
  /** A client without a session, or one that carries the given token. */
  client: (token?: string) => SupabaseClient;
  service: () => SupabaseClient;
  /** An access token for a user id, good for an hour unless told otherwise. */
  tokenFor: (userId: string, seconds?: number) => string;
  uncovered: () => string[];
  stop: () => Promise<void>;
  /** Stops, and throws when a call was made that the stack does not cover. */
  finish: () => Promise<void>;
};

type Server = { url: string; stop: () => Promise<void> };

let users = 0;
let shared: Promise<Server> | undefined;

/**
 * The database server that the whole run shares, or one of this file's own, which is started for its first user and goes
 * with its last.
 */
export async function startServer(): Promise<Server> {
  const { TEST_POSTGRES_URL: url } = process.env;
  if (url) return { url, stop: async () => {} };
  users += 1;
  const server = await (shared ??= startOwnServer());
  const stop = async () => {
    users -= 1;
    if (users > 0) return;
    shared = undefined;
    await server.stop();
  };
  return { url: server.url, stop };
}

async function startOwnServer(): Promise<Server> {
  const folder = await mkdtemp(join(tmpdir(), 'ticketflow-local-'));
  const server = await startPostgres({ dataDir: join(folder, 'data'), isDurable: false });
  await preparePlatform(server.url);
  const stop = async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
  return { url: server.url, stop };
}

/** A new database as hosted Supabase gives one, on a server. */
export async function createProjectDatabase(serverUrl: string): Promise<{ name: string; url: string }> {
  const name = `local_${randomUUID().replaceAll('-', '')}`;
  const url = await cloneDatabase(serverUrl, 'template0', name);
  await preparePlatform(url);
  return { name, url };
}

/**
 * A Supabase project to test against, with `schema` applied as a migration would be. `cleanup` takes it away again
 * where the database is not thrown away afterwards.
 */
export async function startProject(
  schema = '',
  options: Partial<LocalStackOptions> & { cleanup?: string } = {},
): Promise<Project> {
  const project = await (isLocal ? startLocal(schema, options) : useOfficial(schema, options.cleanup ?? ''));
  const finish = async () => {
    await project.stop();
    const left = project.uncovered();
    if (left.length > 0) throw new Error(`not covered: ${left.join(', ')}`);
  };
  return { ...project, finish };
}

type Started = Omit<Project, 'finish'>;

async function startLocal(schema: string, options: Partial<LocalStackOptions>): Promise<Started> {
  const server = await startServer();
  const { name, url } = await createProjectDatabase(server.url);
  const sql = postgres(databaseUrl(url, { role: 'postgres' }), { max: 4, onnotice: () => {} });
  await sql.unsafe(schema).simple();
  const filesDir = await mkdtemp(join(tmpdir(), 'ticketflow-files-'));
  const stack = await startLocalStack({
    postgres: { adminUrl: () => url },
    database: name,
    siteUrl: 'http://127.0.0.1:3000',
    redirectUrls: [],
    discord: { url: 'http://127.0.0.1:1', clientId: 'client', clientSecret: 'secret' },
    filesDir,
    realtimeLimits: { joinRefusalPause: 50, handshakeRefusalPause: 50, ...options.realtimeLimits },
    ...withoutLimits(options),
  });
  return {
    ...clients(stack),
    sql,
    uncovered: stack.uncovered,
    stop: async () => {
      await stack.stop();
      await sql.end();
      await dropDatabase(server.url, name);
      await server.stop();
      await rm(filesDir, { recursive: true, force: true });
    },
  };
}

function withoutLimits({
  realtimeLimits: _,
  ...rest
}: Partial<LocalStackOptions>): Partial<LocalStackOptions> {
  return rest;
}

async function useOfficial(schema: string, cleanup: string): Promise<Started> {
  const keys = {
    supabaseUrl: required('SUPABASE_URL', SUPABASE_URL),
    publishableKey: required('SUPABASE_PUBLISHABLE_KEY', SUPABASE_PUBLISHABLE_KEY),
    secretKey: required('SUPABASE_SECRET_KEY', SUPABASE_SECRET_KEY),
    jwtSecret: required('SUPABASE_JWT_SECRET', SUPABASE_JWT_SECRET),
  };
  const sql = postgres(required('DATABASE_URL', DATABASE_URL), { max: 4, onnotice: () => {} });
  await sql.unsafe(`${cleanup}; ${schema}; notify pgrst, 'reload schema'`).simple();
  const project = { ...clients(keys), sql, uncovered: () => [] };
  const stop = async () => {
    await sql.unsafe(cleanup).simple();
    await sql.end();
  };
  await eventually(
    'the Data API has loaded the schema',
    async () => (await project.service().from('_').select()).error,
  );
  return { ...project, stop };
}

type Keys = Pick<Project, 'supabaseUrl' | 'publishableKey' | 'secretKey' | 'jwtSecret'>;

function clients({ supabaseUrl, publishableKey, secretKey, jwtSecret }: Keys) {
  const auth = { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false };
  return {
    supabaseUrl,
    publishableKey,
    secretKey,
    jwtSecret,
    client: (token?: string) =>
      createClient(supabaseUrl, publishableKey, token ? { auth, accessToken: async () => token } : { auth }),
    service: () => createClient(supabaseUrl, secretKey, { auth }),
    tokenFor: (userId: string, seconds = 3600) => {
      const now = Math.floor(Date.now() / 1000);
      return signJwt(
        { sub: userId, role: 'authenticated', aud: 'authenticated', iat: now, exp: now + seconds },
        jwtSecret,
      );
    },
  };
}

function required(name: string, value: string | undefined): string {
  if (!value) throw new Error(`${name} is not set: the run against another Supabase needs it.`);
  return value;
}
