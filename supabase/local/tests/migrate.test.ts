import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cloneDatabase, dropDatabase } from '../clone-database.ts';
import { databaseUrl } from '../database-url.ts';
import { applyMigrations, applySeed } from '../migrate.ts';
import { splitStatements } from '../split-statements.ts';
import { createProjectDatabase, startServer } from './local-server.ts';

let server: Awaited<ReturnType<typeof startServer>>;
const folders: string[] = [];
beforeAll(async () => {
  server = await startServer();
});
afterAll(async () => {
  await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })));
  await server.stop();
});

async function given(files: Record<string, string>) {
  const folder = await mkdtemp(join(tmpdir(), 'ticketflow-migrations-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const { url, name } = await createProjectDatabase(server.url);
  return { folder, name, url: databaseUrl(url, { role: 'postgres' }) };
}
async function ask(url: string, query: string): Promise<unknown[]> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return [...(await sql.unsafe(query))];
  } finally {
    await sql.end();
  }
}

describe('migrations', () => {
  test('are applied once, in order, as postgres, and recorded as the official CLI records them', async () => {
    const { folder, url } = await given({
      '20260102000000_second.sql': 'insert into public.story values (2);',
      '20260101000000_first.sql':
        '-- The story.\ncreate table public.story (n int);\ninsert into public.story values (1);',
      'notes.txt': 'no migration',
    });
    expect(await applyMigrations(url, folder)).toEqual([
      '20260101000000_first.sql',
      '20260102000000_second.sql',
    ]);
    expect(await applyMigrations(url, folder)).toEqual([]);
    expect(await ask(url, 'select n from public.story order by n')).toEqual([{ n: 1 }, { n: 2 }]);
    expect(await ask(url, `select tableowner from pg_tables where tablename = 'story'`)).toEqual([
      { tableowner: 'postgres' },
    ]);
    expect(await ask(url, 'select * from supabase_migrations.schema_migrations order by version')).toEqual([
      {
        version: '20260101000000',
        name: 'first',
        statements: [
          '-- The story.\ncreate table public.story (n int)',
          'insert into public.story values (1)',
        ],
      },
      { version: '20260102000000', name: 'second', statements: ['insert into public.story values (2)'] },
    ]);
  });

  test('that fail name file, line and reason, leave nothing of themselves, and keep those before', async () => {
    const { folder, url } = await given({
      '1_good.sql': 'create table public.good (n int);',
      '2_bad.sql': 'create table public.half (n int);\n\nselect n,\n  missing\nfrom public.good;',
    });
    await expect(applyMigrations(url, folder)).rejects.toThrow(
      '2_bad.sql:4: column "missing" does not exist [42703]',
    );
    expect(
      await ask(url, `select to_regclass('public.half') as half, to_regclass('public.good')::text as good`),
    ).toEqual([{ half: null, good: 'good' }]);
    await writeFile(
      join(folder, '2_bad.sql'),
      `do $$\nbegin\n  raise exception 'no' using hint = 'say yes';\nend $$;`,
    );
    await expect(applyMigrations(url, folder)).rejects.toThrow('2_bad.sql:1: no [P0001] (say yes)');
  });

  test('may not do what postgres may not', async () => {
    const { folder, url } = await given({ '1_reach.sql': '\nalter table auth.users add column n int;' });
    await expect(applyMigrations(url, folder)).rejects.toThrow(
      '1_reach.sql:2: must be owner of auth.users [42501]',
    );
  });

  test('from a folder that is not there are a line that says so', async () => {
    const { url } = await given({});
    await expect(applyMigrations(url, '/nowhere/at/all')).rejects.toThrow(
      '/nowhere/at/all cannot be read (ENOENT)',
    );
  });
});

test('a seed is applied whole or not at all', async () => {
  const { folder, url } = await given({
    'seed.sql': `create table public.seeded (t text); insert into public.seeded values ('a;b');`,
    'broken.sql': 'insert into public.seeded values (1);\ninsert into public.nowhere values (1);',
  });
  await applySeed(url, join(folder, 'seed.sql'));
  await expect(applySeed(url, join(folder, 'broken.sql'))).rejects.toThrow(
    /broken\.sql:2: relation "public\.nowhere"/,
  );
  expect(await ask(url, 'select t from public.seeded')).toEqual([{ t: 'a;b' }]);
});

test('a cloned database has everything of its template and is apart from it', async () => {
  const { folder, url, name } = await given({ '1_a.sql': 'create table public.a (n int);' });
  await applyMigrations(url, folder);
  const copy = databaseUrl(await cloneDatabase(server.url, name, `${name}_copy`), { role: 'postgres' });
  await ask(copy, 'insert into public.a values (1)');
  expect(await ask(url, 'select n from public.a')).toEqual([]);
  expect(await ask(copy, 'select n from public.a')).toEqual([{ n: 1 }]);
  await dropDatabase(server.url, `${name}_copy`);
  await expect(ask(copy, 'select 1')).rejects.toThrow(/does not exist/);
  await dropDatabase(server.url, `${name}_copy`);
});

describe('statements', () => {
  const texts = (script: string) => splitStatements(script).map(({ text }) => text);

  test.each([
    ['select 1; select 2', ['select 1', 'select 2']],
    [`select ';', ";", E'\\';' ; select 2`, [`select ';', ";", E'\\';'`, 'select 2']],
    [`select 'it''s; fine'; select 2`, [`select 'it''s; fine'`, 'select 2']],
    ['-- a; b\nselect 1; -- c; d', ['-- a; b\nselect 1']],
    ['/* a; /* b; */ c; */ select 1; select 2', ['/* a; /* b; */ c; */ select 1', 'select 2']],
    ['do $$ begin; end $$; select 1', ['do $$ begin; end $$', 'select 1']],
    ['select $a$ $$ ; $b$ $a$; select $1', ['select $a$ $$ ; $b$ $a$', 'select $1']],
    [';;  ;\n', []],
    ['begin; select 1; end;', ['begin', 'select 1', 'end']],
    [
      'create function f() returns int begin atomic select case when true then 1 end; select 2; end; select 3',
      [
        'create function f() returns int begin atomic select case when true then 1 end; select 2; end',
        'select 3',
      ],
    ],
    ['select a$b$c; select 2', ['select a$b$c', 'select 2']],
  ])('%s', (script, expected) => {
    expect(texts(script)).toEqual(expected);
  });

  test('know the line they begin on', () => {
    expect(splitStatements('select 1;\n\n-- why\nselect\n 2;').map(({ line }) => line)).toEqual([1, 3]);
  });
});
