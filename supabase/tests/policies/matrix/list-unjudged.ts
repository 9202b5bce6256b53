import type { Sql, Transaction } from '../../test-database.ts';
import { listTables } from './list-doors.ts';
import { callers } from './rights.ts';
import type { Verdict } from './read-verdicts.ts';

/** Whatever is in the catalogue without a line of its own: tables and views, functions that some role may call, buckets, kinds of topics. */
export async function listUnjudged(sql: Sql | Transaction, verdicts: Verdict[]): Promise<string[]> {
  const judged = new Set(verdicts.map(({ label }) => label.split(',')[0]!));
  const named = new Set(Object.values(callers).flatMap((names) => names.trim().split(/\s+/)));
  const functions = await sql<{ schema: string; name: string }[]>`
    select n.nspname as schema, p.proname as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname = 'public' or n.nspname = 'private' and exists (
      select from unnest('{authenticated, ticketflow_bot, anon, service_role}'::text[]) r where has_function_privilege(r, p.oid, 'execute'))`;
  const buckets = await sql<{ id: string }[]>`select id from storage.buckets`;
  // A topic is named where it is poked ('guild:' || …) and where can_join knows it ('^guild:…').
  const topics = await sql<{ kind: string }[]>`
    select distinct m[1] as kind from pg_proc p, regexp_matches(p.prosrc, $$'\\^?([a-z]+):$$, 'g') m
    where p.pronamespace = 'private'::regnamespace and (p.proname = 'can_join' or p.prosrc ~ 'private\\.poke\\(')`;
  return [
    ...(await listTables(sql)).map(({ label }) => label).filter((label) => !judged.has(label)),
    ...functions
      .filter(({ schema, name }) => !named.has(name) || (schema === 'public' && !judged.has(name)))
      .map(({ schema, name }) => `${schema}.${name}()`),
    ...buckets.filter(({ id }) => !judged.has(id)).map(({ id }) => `bucket ${id}`),
    ...topics.filter(({ kind }) => !judged.has(`join ${kind}:*`)).map(({ kind }) => `topic ${kind}:*`),
  ];
}
