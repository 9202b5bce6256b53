import type { PostgresConnection } from '@supabase/lite/postgres';
import { callerSettings } from '../caller-role.ts';
import type { Role } from '../http/caller.ts';
import type { Claims } from '../jwt.ts';
import { asPostgrestError } from './errors.ts';
import { loadLite } from './load-lite.ts';

type RequestContext = {
  auth?: { role?: string; jwt?: unknown };
};
type Queries = { executeQuery: (query: unknown) => Promise<unknown> };
type Context = (vars: RequestContext | undefined, run: unknown, options?: unknown) => Promise<unknown>;

/** PostgREST takes these over from the roles' settings; a plain `set role` would not. See platform.sql. */
const statementTimeout: Record<Role, string> = { anon: '3s', authenticated: '8s', service_role: '0' };

/**
 * The connection pool of the Data API, as superuser who takes on the caller's role for each request, with
 * @supabase/lite's deviations put right (0.10.0; the numbers are those of the list in the project's notes on Supabase):
 * (1) it would grant everything on every table with row-level security to the three roles; (2) role and claims go in one
 * statement, the role from an allow-list. A request without a context runs as anon, never as superuser.
 */
export async function openConnection(url: string): Promise<PostgresConnection> {
  const { createPostgresConnection } = await loadLite();
  const connection = createPostgresConnection({
    url,
    postgresOptions: { max: 10, onnotice: () => {}, types: readTypes },
  });
  const own = connection as unknown as Record<string, unknown>;
  const withContext = connection.withContext.bind(connection) as unknown as Context;
  own.ensureRlsContext = async () => true;
  own.applyJwtSessionContext = takeOnRole;
  own.withContext = (vars: RequestContext | undefined, run: unknown, options?: unknown) =>
    withContext(vars ?? { auth: { role: 'anon' } }, run, options);
  connection.normalizeDbError = asPostgrestError;
  skipSlowIntrospection(connection);
  shareIntrospection(connection);
  return connection;
}

/**
 * (4) lite takes a reading that failed for an empty schema, and calls every function unknown (404). PostgREST says that it has
 * no schema and tries again (docs.postgrest.org, References, Errors: PGRST002, 503).
 */
function refuseFailure<T extends { functions?: unknown }>(schema: T): T {
  if (schema.functions) return schema;
  const message = 'Could not query the database for the schema cache. Retrying.';
  throw Object.assign(new Error(JSON.stringify({ code: 'PGRST002', message, details: null, hint: null })), {
    code: 'PGRST',
    detail: JSON.stringify({ status: 503, headers: {} }),
  });
}

/** Requests that come while the schema is being read wait for the one reading instead of each starting their own. */
function shareIntrospection(connection: PostgresConnection): void {
  const introspect = connection.introspect.bind(connection);
  let reading: ReturnType<typeof introspect> | undefined;
  connection.introspect = (options) => {
    reading ??= introspect(options)
      .then(refuseFailure)
      .finally(() => (reading = undefined));
    return reading;
  };
}

/**
 * Reading pg_timezone_names takes Postgres over a second, at each reload of the schema; lite wants it to check the header
 * `Prefer: timezone=`. The same names are had from JavaScript.
 */
function skipSlowIntrospection(connection: PostgresConnection): void {
  const executor = connection.kysely.getExecutor();
  const execute = executor.executeQuery.bind(executor);
  const rows = Intl.supportedValuesOf('timeZone').map((name) => ({ name }));
  executor.executeQuery = (async (query: { sql: string }, ...rest: unknown[]) =>
    query.sql.includes('pg_timezone_names')
      ? { rows }
      : (execute as (...all: unknown[]) => Promise<unknown>)(query, ...rest)) as unknown as typeof execute;
}

async function takeOnRole(queries: Queries, { auth }: RequestContext): Promise<void> {
  const callers = callerSettings((auth?.jwt ?? { role: auth?.role }) as Claims);
  const timeout = statementTimeout[callers.role as Role];
  const settings = Object.entries({ ...callers, statement_timeout: timeout }).flat();
  const calls = settings.flatMap((_, i) => (i % 2 ? [] : [`set_config($${i + 1}, $${i + 2}, true)`]));
  const sql = `select ${calls.join(', ')}`;
  // A query as kysely compiles it; kysely itself belongs to @supabase/lite and is not imported for one object.
  const query = { kind: 'RawNode', sqlFragments: [sql], parameters: [] };
  await queries.executeQuery({ sql, parameters: settings, query, queryId: { queryId: 'take-on-role' } });
}

/** (3) Timestamps as PostgREST writes them: ISO 8601 with a T, and an offset with minutes. */
const isoTime = (value: string) => value.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00');
const asWritten = (value: unknown) => value;
const readTypes = {
  timestamptz: { to: 1184, from: [1184], serialize: asWritten, parse: isoTime },
  timestamp: { to: 1114, from: [1114], serialize: asWritten, parse: isoTime },
};
