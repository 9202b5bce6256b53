import { globSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { root } from './run-node.ts';

/** Test files, by what runs them. */
export type TestFiles = { vitest: string[]; client: string[]; playwright: string[] };

const notOurs = /(^|\/)(node_modules|build|dist|\.svelte-kit)$/;

/** The test files whose path from the root has one of the words in it. Throws an Error of one line for a word that no path has. */
export function findTests(words: string[]): TestFiles {
  const all = globSync('{bot,supabase,web}/**/*.{test,spec,e2e}.ts', {
    cwd: root,
    exclude: (path) => notOurs.test(path.replaceAll(sep, '/')),
  }).map((file) => file.replaceAll(sep, '/'));
  const missed = words.filter((word) => !all.some((file) => file.includes(word)));
  if (missed.length > 0)
    throw new Error(
      `No test file has ${missed.map((word) => `“${word}”`).join(' or ')} in its path: give parts of paths such as bot/tests/health or reconnect.spec.`,
    );
  const meant = all.filter((file) => words.some((word) => file.includes(word))).toSorted();
  const isClient = (file: string) => file.startsWith('bot/simulator/client/');
  return {
    vitest: meant.filter((file) => file.endsWith('.test.ts') && !isClient(file)),
    client: meant.filter(isClient),
    playwright: meant.filter((file) => file.endsWith('.spec.ts')),
  };
}

/**
 * Files in two lists of about the same size, always the same two: browser tests wait more than they work, so that two runs with a
 * stack each take little more than half the time of one.
 */
export function inHalves(files: string[]): [string[], string[]] {
  const sizeOf = (file: string) => statSync(join(root, file)).size;
  const halves: [string[], string[]] = [[], []];
  const sizes = [0, 0];
  for (const file of files.toSorted((a, b) => sizeOf(b) - sizeOf(a) || (a < b ? -1 : 1))) {
    const smaller = sizes[0]! <= sizes[1]! ? 0 : 1;
    halves[smaller].push(file);
    sizes[smaller]! += sizeOf(file);
  }
  return halves;
}
