import { createPostgresConnection, type PostgresConnection } from '@supabase/lite/postgres';
import { isRequestRole, type Role } from '../http/caller.ts';
import type { Claims } from '../jwt.ts';

type RequestContext = {
  auth?: { role?: string; jwt?: unknown };
  storage?: { operation?: string };
};
type Queries = { executeQuery: (query: unknown) => Promise<unknown> };
type Context = (vars: RequestContext | undefined, run: unknown, options?: unknown) => Promise<unknown>;

/** PostgREST takes these over from the roles' settings; a plain `set role` would not. See platform.sql. */
const statementTimeout: Record<Role, string> = { anon: '3s', authenticated: '8s', service_role: '0' };

/**
 * The connection pool of the Data API and Storage, as superuser who takes on the caller's role for each request, with
 * @supabase/lite's deviations put right (0.10.0; the numbers are those of the list in the project's notes on Supabase):
 * (1) it would grant everything on every table with row-level security to the three roles; (2) role and claims go in one
 * statement, the role from an allow-list. A request without a context runs as anon, never as superuser.
 */
export function openConnection(url: string): PostgresConnection {
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
  return connection;
}

async function takeOnRole(queries: Queries, { auth, storage }: RequestContext): Promise<void> {
  const role = isRequestRole(auth?.role) ? auth.role : 'anon';
  const claims = JSON.stringify(auth?.jwt ?? { role });
  const settings = [
    ['role', role],
    ['request.jwt.claims', claims],
    ['request.jwt.claim.sub', String((auth?.jwt as Claims | undefined)?.sub ?? '')],
    ['request.jwt.claim.role', role],
    ['statement_timeout', statementTimeout[role]],
    ['storage.operation', storage?.operation ?? ''],
    // Storage deletes through its API, which is what the trigger on its tables asks for.
    ['storage.allow_delete_query', storage?.operation ? 'true' : 'false'],
  ].flat();
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
