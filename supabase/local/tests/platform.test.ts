import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databaseUrl } from '../database-url.ts';
import { preparePlatform } from '../platform.ts';
import { createProjectDatabase, startServer } from './local-server.ts';

let server: Awaited<ReturnType<typeof startServer>>;
let url: string;
let sql: postgres.Sql;
beforeAll(async () => {
  server = await startServer();
  url = (await createProjectDatabase(server.url)).url;
  sql = postgres(databaseUrl(url, { role: 'postgres' }), { max: 1, onnotice: () => {} });
});
afterAll(async () => {
  await sql.end();
  await server.stop();
});

/** What a statement, rolled back afterwards, is refused with; undefined when it works. */
async function refusalOf(statement: string): Promise<string | undefined> {
  const undo = new Error('undo');
  try {
    await sql.begin(async (transaction) => {
      await transaction.unsafe(statement).simple();
      throw undo;
    });
  } catch (error) {
    return error === undo ? undefined : (error as { code: string }).code;
  }
  return undefined;
}

describe('the role postgres', () => {
  test('is not a superuser, passes row-level security and makes roles', async () => {
    const [role] = await sql`
      select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolcanlogin from pg_roles where rolname = current_user`;
    expect(role).toEqual({
      rolsuper: false,
      rolbypassrls: true,
      rolcreaterole: true,
      rolcreatedb: true,
      rolcanlogin: true,
    });
  });

  test.each([
    'create schema private; create table private.t (id int)',
    'create role contract_role nologin; grant contract_role to postgres; grant usage on schema public to contract_role',
    'create extension pg_trgm; create extension btree_gin',
    `create function public.f() returns trigger language plpgsql as $$ begin return new; end $$;
     create trigger t after insert on auth.users for each row execute function public.f(); drop trigger t on auth.users`,
    `insert into storage.buckets (id, name) values ('contract', 'contract')`,
    'create policy p on realtime.messages for select to authenticated using (true); drop policy p on realtime.messages',
    'create policy p on storage.objects for select to authenticated using (true)',
    'alter publication supabase_realtime set (publish = insert)',
  ])('may do what hosted Supabase allows: %s', async (statement) => {
    expect(await refusalOf(statement)).toBeUndefined();
  });

  test.each([
    'create table auth.t (id int)',
    'alter table auth.users add column x int',
    'drop table auth.users cascade',
    'create or replace function auth.uid() returns uuid language sql as $$ select null::uuid $$',
    'create table realtime.t (id int)',
    'alter table realtime.messages add column x int',
    'alter table realtime.messages disable row level security',
    'drop table realtime.messages',
    'create or replace function realtime.topic() returns text language sql as $$ select null::text $$',
    'create table storage.t (id int)',
    'drop table storage.objects cascade',
    'create event trigger e on ddl_command_end execute function extensions.refuse_platform_ddl()',
    'set session_replication_role = replica',
    'delete from storage.objects',
    'delete from storage.buckets',
    'set role supabase_realtime_admin',
    'alter role postgres superuser',
  ])('is refused what hosted Supabase refuses, with 42501: %s', async (statement) => {
    expect(await refusalOf(statement)).toBe('42501');
  });
});

test('a new table of public is granted to nobody', async () => {
  await sql`create table public.contract_new (id int)`;
  const rows = await sql`
    select r.rolname from pg_roles r
    where r.rolname in ('anon', 'authenticated', 'service_role')
      and has_table_privilege(r.rolname, 'public.contract_new', 'select, insert, update, delete')`;
  expect(rows).toEqual([]);
  await sql`drop table public.contract_new`;
});

test('preparing a database again changes nothing', async () => {
  expect(await preparePlatform(url)).toBe(false);
});

test('databases can be prepared at the same time, and share the roles', async () => {
  const made = await Promise.all([createProjectDatabase(server.url), createProjectDatabase(server.url)]);
  expect(new Set(made.map(({ name }) => name)).size).toBe(2);
});

describe('realtime in SQL', () => {
  test('messages have partitions from yesterday to three days ahead', async () => {
    const [{ days } = { days: 0 }] = await sql<{ days: number }[]>`
      select count(*)::int as days from generate_series(current_date - 1, current_date + 3, interval '1 day') as d (day)
      where to_regclass('realtime.messages_' || to_char(day, 'YYYY_MM_DD')) is not null`;
    expect(days).toBe(5);
  });

  test('send stores a private broadcast whose payload carries its id', async () => {
    await sql`select realtime.send('{"n": 1}', 'poke', 'contract:send')`;
    const [row] = await sql`select * from realtime.messages where topic = 'contract:send'`;
    expect(row).toMatchObject({ event: 'poke', extension: 'broadcast', private: true });
    expect(row?.payload).toEqual({ n: 1, id: row?.id as string });
  });

  test('send as a role without an insert policy is a mere warning, and the transaction goes on', async () => {
    const warnings: string[] = [];
    const other = postgres(databaseUrl(url, { role: 'postgres' }), {
      max: 1,
      onnotice: ({ message }) => warnings.push(message ?? ''),
    });
    await other.begin(async (transaction) => {
      await transaction`set local role authenticated`;
      await transaction`select realtime.send('{}', 'poke', 'contract:refused')`;
      await transaction`select 1`;
    });
    await other.end();
    expect(warnings.join()).toMatch(/WarnSendingBroadcastMessage: new row violates row-level security/);
    expect(await sql`select from realtime.messages where topic = 'contract:refused'`).toHaveLength(0);
  });

  test('broadcast_changes tells operation, table, new and old row', async () => {
    await sql.unsafe(`
      create table public.contract_watched (id int);
      create function public.contract_watch() returns trigger language plpgsql as $$
      begin
        perform realtime.broadcast_changes('contract:watched', tg_op, tg_op, tg_table_name, tg_table_schema, new, old);
        return new;
      end $$;
      create trigger w after insert on public.contract_watched for each row execute function public.contract_watch();
      insert into public.contract_watched values (7);`);
    const [row] = await sql`select event, payload from realtime.messages where topic = 'contract:watched'`;
    expect(row?.payload).toMatchObject({
      schema: 'public',
      table: 'contract_watched',
      operation: 'INSERT',
      record: { id: 7 },
      old_record: null,
    });
  });
});
