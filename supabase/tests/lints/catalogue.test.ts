import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../test-database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());

test('every table in public has row-level security on', async () => {
  const open = await database.sql`select relname from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relrowsecurity`;
  expect(open.map((row) => row.relname)).toEqual([]);
});

test('every table in public says what it is, for the privacy page', async () => {
  const silent = await database.sql`select relname from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and obj_description(oid) is null`;
  expect(silent.map((row) => row.relname)).toEqual([]);
});

test('definer functions live in private, with an empty search path', async () => {
  const loose = await database.sql`select oid::regprocedure::text as name from pg_proc
    where prosecdef and pronamespace in ('public'::regnamespace, 'private'::regnamespace)
      and (pronamespace <> 'private'::regnamespace or not coalesce(proconfig, '{}') @> array['search_path=""'])`;
  expect(loose.map((row) => row.name)).toEqual([]);
});

test('every function has its search path fixed, or was parsed when it was made', async () => {
  const loose = await database.sql`select oid::regprocedure::text as name from pg_proc
    where pronamespace in ('public'::regnamespace, 'private'::regnamespace) and prosqlbody is null
      and not coalesce(proconfig, '{}') @> array['search_path=""']`;
  expect(loose.map((row) => row.name)).toEqual([]);
});

test('anon holds no right on anything of ours', async () => {
  const held = await database.sql`
    select relname as name from pg_class where relnamespace in ('public'::regnamespace, 'private'::regnamespace)
      and relkind in ('r', 'v', 'p', 'S') and has_table_privilege('anon', oid, 'select, insert, update, delete')
    union all
    select oid::regprocedure::text from pg_proc where pronamespace in ('public'::regnamespace, 'private'::regnamespace)
      and has_function_privilege('anon', oid, 'execute')`;
  expect(held.map((row) => row.name)).toEqual([]);
});

test('authenticated and the bot write to no table', async () => {
  const writable = await database.sql`select r.rolname || ' ' || c.relname as name from pg_class c
    cross join pg_roles r where r.rolname in ('authenticated', 'ticketflow_bot', 'service_role')
      and c.relnamespace in ('public'::regnamespace, 'private'::regnamespace) and c.relkind in ('r', 'p')
      and has_table_privilege(r.oid, c.oid, 'insert, update, delete, truncate')`;
  expect(writable.map((row) => row.name)).toEqual([]);
});

test('every foreign key has an index that starts with its columns', async () => {
  const bare = await database.sql`select conrelid::regclass || ' ' || conname as name from pg_constraint c
    where contype = 'f' and connamespace in ('public'::regnamespace, 'private'::regnamespace)
      and not exists (select from pg_index i where i.indrelid = c.conrelid
        and (i.indkey::int2[])[0:cardinality(c.conkey) - 1] @> c.conkey)`;
  expect(bare.map((row) => row.name)).toEqual([]);
});

test('policies ask sets once, never a function of auth for each row', async () => {
  const slow = await database.sql`select tablename || ': ' || policyname as name from pg_policies
    where schemaname = 'public' and (coalesce(qual, '') || coalesce(with_check, '')) ~ '(?<!SELECT )auth\\.(uid|jwt|role)\\('`;
  expect(slow.map((row) => row.name)).toEqual([]);
});
