import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { namedFile, whyNot } from '../../../.config/house-rules.js';

/** Files and what each imports, in its own words. */
type Imports = Map<string, string[]>;

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Static, dynamic and type imports and re-exports, in script and in markup (`{#await import(…)}`). */
const anImport = /(?:\bfrom|\bimport)\s*\(?\s*'([^'\n]+)'/g;

/** What installing, building and generating write is not read. */
const notOurs = /(^|\/)(node_modules|build|dist|\.svelte-kit)$|\/database\.types\.ts$/;

function readImports(): Imports {
  const files = globSync('{bot,web,supabase}/**/*.{ts,js,mjs,svelte}', {
    cwd: root,
    exclude: (path) => notOurs.test(path.replaceAll(sep, '/')),
  });
  return new Map(
    files.map((file) => {
      const text = readFileSync(join(root, file), 'utf8');
      return [file.replaceAll(sep, '/'), [...text.matchAll(anImport)].map(([, words = '']) => words)];
    }),
  );
}

/** The first ring that is found, each file followed by one that it imports; empty when there is none. */
function findCycle(imports: Imports): string[] {
  const done = new Set<string>();
  const walk = (file: string, path: string[]): string[] => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return [];
    for (const specifier of imports.get(file) ?? []) {
      const target = namedFile(file, specifier);
      // A component that draws itself within itself (Svelte's way to recur) is not a cycle.
      if (target === null || target === file) continue;
      const cycle = walk(target, [...path, file]);
      if (cycle.length > 0) return cycle;
    }
    done.add(file);
    return [];
  };
  for (const file of imports.keys()) {
    const cycle = walk(file, []);
    if (cycle.length > 0) return cycle;
  }
  return [];
}

const imports = readImports();

test('no file reaches itself through what it imports', () => {
  expect(findCycle(imports)).toEqual([]);
});

test('a ring of imports is named', () => {
  const ring: Imports = new Map([
    ['web/src/a.ts', ['./lib/b.svelte', 'svelte']],
    ['web/src/lib/b.svelte', ['#lib/c.ts']],
    ['web/src/lib/c.ts', ['../a.ts']],
  ]);
  expect(findCycle(ring)).toEqual([
    'web/src/a.ts',
    'web/src/lib/b.svelte',
    'web/src/lib/c.ts',
    'web/src/a.ts',
  ]);
});

test('every import of ours names a file that is there: a path read wrongly would hide a cycle', () => {
  const isWrittenLater = /\/\$types(\.js)?$|\/build\//;
  const lost: string[] = [];
  let count = 0;
  for (const [file, specifiers] of imports)
    for (const specifier of specifiers) {
      const target = namedFile(file, specifier);
      if (target === null || isWrittenLater.test(target)) continue;
      count += 1;
      if (!existsSync(join(root, target))) lost.push(`${file} -> ${specifier}`);
    }
  expect(lost).toEqual([]);
  expect(count).toBeGreaterThan(imports.size);
});

test('every import stays within who may import whom', () => {
  const astray: string[] = [];
  for (const [file, specifiers] of imports)
    for (const specifier of specifiers) {
      const why = whyNot(file, specifier);
      if (why) astray.push(`${file} -> ${specifier}: ${why}`);
    }
  expect(astray).toEqual([]);
});
