import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { forgetLocalData, moveForeignDataAside } from '../local-data.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ticketflow-local-data-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function putData() {
  await mkdir(join(folder, 'postgres'));
  await writeFile(join(folder, 'postgres/PG_VERSION'), '17');
  await writeFile(join(folder, 'secrets.json'), '{"of": "this database"}');
}

test('data of today’s migrations stays where it is', async () => {
  expect(await moveForeignDataAside(folder)).toBeNull();
  await putData();
  expect(await moveForeignDataAside(folder)).toBeNull();
  expect(await readFile(join(folder, 'postgres/PG_VERSION'), 'utf8')).toBe('17');
});

test('data of other migrations is moved aside whole, and nothing of it is deleted', async () => {
  await moveForeignDataAside(folder);
  await putData();
  await writeFile(join(folder, 'migrations.sha256'), 'of another set');
  const aside = await moveForeignDataAside(folder);
  expect(await readFile(join(aside!, 'postgres/PG_VERSION'), 'utf8')).toBe('17');
  expect(await readFile(join(aside!, 'secrets.json'), 'utf8')).toContain('this database');
  expect((await readdir(folder)).filter((name) => !aside!.endsWith(name))).toEqual(['migrations.sha256']);
  expect(await moveForeignDataAside(folder)).toBeNull();
});

test('data from before migrations were marked counts as other data', async () => {
  await putData();
  expect(await moveForeignDataAside(folder)).not.toBeNull();
});

test('a reset forgets the data, and keeps what was moved aside', async () => {
  await putData();
  const aside = await moveForeignDataAside(folder);
  await putData();
  await forgetLocalData(folder);
  expect(await readdir(folder)).toEqual([aside!.split(/[/\\]/).at(-1)]);
});
