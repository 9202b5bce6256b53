import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const folder = join(root, 'supabase/migrations');
/** Its program comes as a package for each platform that there is one for. */
const isHere = existsSync(join(root, `node_modules/@squawk-cli/${process.platform}-${process.arch}`));

type Finding = { file: string; line: number; rule_name: string; message: string };

function squawk(files: string[]): Promise<Finding[]> {
  const program = join(root, 'node_modules/squawk-cli/js/bin/squawk');
  const config = join(root, '.config/squawk.toml');
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [program, '--config', config, '--reporter', 'json', ...files],
      { maxBuffer: 1e8 },
      (error, output) => {
        // Findings are an error of its own; without an answer it did not run.
        if (output === '' && error) reject(error);
        else resolve(JSON.parse(output) as Finding[]);
      },
    );
  });
}

const nameOf = (file: string) => file.split(/[/\\]/).at(-1)!;

test.skipIf(!isHere)('no migration does what would hold up or break a running guild', async () => {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.sql'));
  const findings = await squawk(files.map((file) => join(folder, file)));
  expect(
    findings.map(({ file, line, rule_name, message }) => `${nameOf(file)}:${line} ${rule_name}: ${message}`),
  ).toEqual([]);
});

test.skipIf(!isHere)('a migration that would is named, line by line', async () => {
  const own = await mkdtemp(join(tmpdir(), 'ticketflow-squawk-'));
  const file = join(own, '1_bad.sql');
  await writeFile(
    file,
    'alter table public.tickets add column n int not null;\nalter table public.tickets rename column subject to title;\n',
  );
  const findings = await squawk([file]);
  await rm(own, { recursive: true });
  expect(findings.map(({ line, rule_name: rule }) => [line + 1, rule])).toEqual([
    [1, 'adding-required-field'],
    [2, 'renaming-column'],
  ]);
});
