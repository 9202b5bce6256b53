import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

/** What a first page may load of JavaScript, in bytes of gzip. */
export const FIRST_PAGE_LIMIT = 135_000;

const build = fileURLToPath(new URL('../build', import.meta.url));
const guild = 'g/_guild_snowflake_/';

/** The parts of a page: its layouts from outside in, and itself. */
const pages = {
  'sign-in': ['_layout', 'sign-in/_page'],
  inbox: ['_layout', `${guild}_layout`, `${guild}(inbox)/_layout`, `${guild}(inbox)/_view_view_/_page`],
  conversation: [
    '_layout',
    `${guild}_layout`,
    `${guild}(inbox)/_layout`,
    `${guild}(inbox)/t/_number_number_/_page`,
  ],
};

/**
 * Measures, in the built desk, the JavaScript that a first page loads before it lives: the app's entries, its layouts and
 * the page, with all that these import statically, and Kit's client, which its start fetches at once, and its texts. What a page fetches
 * when it already lives is not counted: what it connects with, dialogs. Throws when there is no build.
 */
export function measureFirstPages(): { page: string; bytes: number; files: number }[] {
  const imports = readNodes();
  const entries = readEntries();
  return Object.entries(pages).map(([page, parts]) => {
    const files = new Set([...entries, ...wordsOf(page)]);
    for (const part of parts) {
      const node = imports.get(part);
      if (!node) throw new Error(`The build has no part ${part}`);
      for (const file of node) files.add(file);
      for (const file of node)
        for (const needed of importsOf(file))
          if (!node.includes(needed)) throw new Error(`${part} is not told to load ${needed} at once`);
    }
    const bytes = [...files].reduce(
      (sum, file) => sum + gzipSync(readFileSync(join(build, 'client', file))).length,
      0,
    );
    return { page, bytes, files: files.size };
  });
}

/** The texts of a page in English, which its layouts wait for: each group is known by one of its sentences. */
function wordsOf(page: string): string[] {
  const groups = ['Sign in to the desk', ...(page === 'sign-in' ? [] : ['No open ticket is yours'])];
  const folder = join(build, 'client/_app/immutable/chunks');
  const chunks = readdirSync(folder).filter((name) => name.endsWith('.js'));
  return groups.map((sentence) => {
    const found = chunks.find((name) => readFileSync(join(folder, name), 'utf8').includes(sentence));
    if (!found) throw new Error(`No file of the build says "${sentence}"`);
    return `_app/immutable/chunks/${found}`;
  });
}

/** The files that a file of the build imports statically. */
function importsOf(file: string): string[] {
  const source = readFileSync(join(build, 'client', file), 'utf8');
  const named = source.matchAll(/\b(?:from|import)\s*["'`](\.{1,2}\/[^"'`]+\.js)["'`]/g);
  return [...named].map(([, path]) => posix.join(posix.dirname(file), path!));
}

/** The app's entries, and the files that its start names: Kit's client with what that imports. */
function readEntries(): string[] {
  const files = readdirSync(join(build, 'client/_app/immutable/entry')).filter((name) =>
    name.endsWith('.js'),
  );
  const start = files.find((name) => name.startsWith('start.'));
  if (!start) throw new Error('The build has no start');
  const source = readFileSync(join(build, 'client/_app/immutable/entry', start), 'utf8');
  const named = [...source.matchAll(/["`]\.\.\/(chunks\/[^"`]+\.js)["`]/g)].map(([, file]) => file!);
  if (named.length === 0) throw new Error('The start of this Kit names no client');
  return [...files.map((name) => `entry/${name}`), ...named].map((file) => `_app/immutable/${file}`);
}

/** For each layout and page, by its path in the build, the files that it imports. */
function readNodes(): Map<string, string[]> {
  const nodes = new Map<string, string[]>();
  const folder = join(build, 'server/nodes');
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.js'))) {
    const source = readFileSync(join(folder, file), 'utf8');
    const part = /entries\/pages\/(.+?)\.svelte\.js/.exec(source)?.[1];
    const imports = /imports = (\[.*?\]);/.exec(source)?.[1];
    if (part && imports) nodes.set(part, JSON.parse(imports) as string[]);
  }
  return nodes;
}

if (import.meta.main) {
  let isOver = false;
  for (const { page, bytes, files } of measureFirstPages()) {
    isOver ||= bytes > FIRST_PAGE_LIMIT;
    console.log(`${page.padEnd(14)}${(bytes / 1000).toFixed(1).padStart(7)} kB gzip in ${files} files`);
  }
  console.log(`${'bar'.padEnd(14)}${(FIRST_PAGE_LIMIT / 1000).toFixed(1).padStart(7)} kB`);
  if (isOver) process.exitCode = 1;
}
