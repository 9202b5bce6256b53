import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dropDatabase } from '../../local/clone-database.ts';
import { databaseUrl } from '../../local/database-url.ts';
import { applyMigrations } from '../../local/migrate.ts';
import { actLevelsFile, actLevelsSource } from '../../start/acts-sql.ts';
import { shellsFile, shellsSql } from '../../start/shells-sql.ts';
import { createProjectDatabase } from '../../local/tests/local-server.ts';

const folder = fileURLToPath(new URL('../../migrations', import.meta.url));
const server = process.env.TEST_POSTGRES_URL!;
let name: string;
let sql: postgres.Sql;
let url: string;
let platformBefore: unknown;
let applied: string[];

/** A database laid out as hosted Supabase is before the first migration, to which the migrations are then applied. */
beforeAll(async () => {
  const project = await createProjectDatabase(server);
  name = project.name;
  url = databaseUrl(project.url, { role: 'postgres' });
  sql = postgres(url, { max: 1, onnotice: () => {} });
  platformBefore = await readPlatform();
  applied = await applyMigrations(url, folder);
});
afterAll(async () => {
  await sql.end();
  await dropDatabase(server, name);
});

/** Everything of Supabase's own schemas but policies and buckets, which are ours to make. */
async function readPlatform(): Promise<unknown> {
  return sql`
    select 'column' as kind, a.attrelid::regclass::text as name, a.attname as part, a.atttypid::regtype::text as value
    from pg_attribute a join pg_class c on c.oid = a.attrelid
    where c.relnamespace::regnamespace::text in ('auth', 'storage', 'realtime') and a.attnum > 0
    union all
    select 'function', p.oid::regprocedure::text, r.rolname, md5(p.prosrc) || coalesce(p.proacl::text, '')
    from pg_proc p join pg_roles r on r.oid = p.proowner
    where p.pronamespace::regnamespace::text in ('auth', 'storage', 'realtime')
    union all
    select 'rights', c.oid::regclass::text, r.rolname, c.relrowsecurity::text || coalesce(c.relacl::text, '')
    from pg_class c join pg_roles r on r.oid = c.relowner
    where c.relnamespace::regnamespace::text in ('auth', 'storage', 'realtime')
    order by 1, 2, 3`;
}

test('every migration applies as hosted Supabase’s postgres, who is not a superuser', async () => {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.sql')).toSorted();
  expect(applied).toEqual(files);
  const [role] = await sql`select rolname, rolsuper from pg_roles where rolname = current_user`;
  expect(role).toEqual({ rolname: 'postgres', rolsuper: false });
  const foreign = await sql`
    select c.oid::regclass::text as name from pg_class c where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace)
      and c.relowner <> 'postgres'::regrole
    union all
    select p.oid::regprocedure::text from pg_proc p where p.pronamespace in ('public'::regnamespace, 'private'::regnamespace)
      and p.proowner <> 'postgres'::regrole`;
  expect([...foreign]).toEqual([]);
});

test('of Supabase’s own schemas they touch nothing but policies and buckets', async () => {
  expect(await readPlatform()).toEqual(platformBefore);
});

test('applied again they do nothing', async () => {
  const history = () => sql`select * from supabase_migrations.schema_migrations order by version`;
  const before = await history();
  expect(await applyMigrations(url, folder)).toEqual([]);
  expect(await history()).toEqual(before);
});

/** What a file of migrations makes, drops or changes afterwards: `function private.poke`, `table public.tickets`, … */
function statementsOf(text: string) {
  const plain = text.replaceAll(/--.*$/gm, '');
  const made = [
    ...plain.matchAll(
      /^create (?:or replace )?(?:unique )?(function|table|view|type|domain|index|trigger) ([a-z_.]+)/gm,
    ),
    ...plain.matchAll(/^create (policy) ("[^"]+" on [a-z_.]+)/gm),
  ].map(([, kind, name]) => `${kind} ${name}`);
  const mended = [
    ...plain.matchAll(/^(create or replace|drop (?!extension)|alter policy|alter type|alter function).*$/gm),
    ...plain.matchAll(
      /^alter table [a-z_.]+\s+(?:add|drop|alter column [a-z_]+ (?:type|set default|set not null)).*$/gm,
    ),
  ].map(([line]) => line);
  return { made, mended };
}

test('until 1.0.0 each object is written once, in its final form', async () => {
  const texts = await Promise.all(
    (await readdir(folder)).map((file) => readFile(join(folder, file), 'utf8')),
  );
  const all = texts.map(statementsOf);
  const made = all.flatMap((file) => file.made);
  expect(made.filter((name) => name.startsWith('function')).length).toBeGreaterThan(100);
  expect(made.filter((name, n) => made.indexOf(name) !== n)).toEqual([]);
  expect(all.flatMap((file) => file.mended)).toEqual([]);
});

test('a second definition and a later change are named', () => {
  const { made, mended } = statementsOf(
    'create function private.a() returns int;\ncreate or replace function private.a() returns int;\nalter table public.b add column c int;\n',
  );
  expect(made).toEqual(['function private.a', 'function private.a']);
  expect(mended).toEqual([
    'create or replace function private.a() returns int;',
    'alter table public.b add column c int;',
  ]);
});

test('the shells are those of supabase/shells.ts: run `npm run shells` after changing it', async () => {
  expect(await readFile(shellsFile, 'utf8')).toBe(shellsSql());
  expect(await readFile(actLevelsFile, 'utf8')).toBe(actLevelsSource());
});
