import { readFile, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import postgres from 'postgres';
import { lineAt, splitStatements } from './split-statements.ts';
import { StackError } from './stack-error.ts';

/**
 * Applies the migrations of `folder` (`<digits>_<name>.sql`) that the database has not had, in order, each in a
 * transaction of its own, as the role that `postgresUrl` names, and records each as the official CLI does
 * (supabase/cli pkg/migration: version, name, statements). Returns the names of the files applied.
 * Throws a StackError naming file, line and message; what came before it stays applied.
 */
export async function applyMigrations(postgresUrl: string, folder: string): Promise<string[]> {
  const sql = postgres(postgresUrl, { max: 1, onnotice: () => {} });
  try {
    await prepareHistory(sql);
    const rows = await sql<{ version: string }[]>`select version from supabase_migrations.schema_migrations`;
    const applied = new Set(rows.map((row) => row.version));
    const pending = (await migrationFiles(folder)).filter((file) => !applied.has(versionOf(file)));
    for (const file of pending) await applyMigration(sql, join(folder, file));
    return pending;
  } finally {
    await sql.end();
  }
}

/** Runs one SQL file (`seed.sql`) in a transaction. Throws a StackError naming file, line and message. */
export async function applySeed(url: string, file: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    const script = await readFile(file, 'utf8');
    await sql.begin((transaction) => runScript(transaction, file, script));
  } finally {
    await sql.end();
  }
}

async function prepareHistory(sql: postgres.Sql): Promise<void> {
  await sql.unsafe(`
    create schema if not exists supabase_migrations;
    create table if not exists supabase_migrations.schema_migrations (version text not null primary key);
    alter table supabase_migrations.schema_migrations add column if not exists statements text[];
    alter table supabase_migrations.schema_migrations add column if not exists name text;
  `);
}

async function migrationFiles(folder: string): Promise<string[]> {
  const files = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    throw new StackError(`The migrations in ${folder} cannot be read (${error.code}).`);
  });
  return files.filter((file) => /^\d+_.+\.sql$/.test(file)).sort();
}

const versionOf = (file: string) => file.slice(0, file.indexOf('_'));
const nameOf = (file: string) => file.slice(file.indexOf('_') + 1, -'.sql'.length);

async function applyMigration(sql: postgres.Sql, path: string): Promise<void> {
  const script = await readFile(path, 'utf8');
  const file = basename(path);
  await sql.begin(async (transaction) => {
    const statements = await runScript(transaction, file, script);
    await transaction`
      insert into supabase_migrations.schema_migrations (version, name, statements)
      values (${versionOf(file)}, ${nameOf(file)}, ${statements})`;
  });
}

/** Statement by statement, so that every failure has a line, also one deep in a function that a statement calls. */
async function runScript(sql: postgres.TransactionSql, file: string, script: string): Promise<string[]> {
  const statements = splitStatements(script);
  for (const { text, line } of statements) {
    try {
      await sql.unsafe(text).simple();
    } catch (error) {
      throw describeFailure(error, file, text, line);
    }
  }
  return statements.map((statement) => statement.text);
}

function describeFailure(error: unknown, file: string, text: string, line: number): unknown {
  if (!(error instanceof postgres.PostgresError)) return error;
  const position = Number(error.position ?? 1);
  const at = line + lineAt(text, position - 1) - 1;
  const more = [error.detail, error.hint].filter(Boolean).map((part) => ` (${part})`);
  return new StackError(`${file}:${at}: ${error.message} [${error.code}]${more.join('')}`);
}
