import { availableParallelism } from 'node:os';
import { bin, runNode } from './run-node.ts';
import type { Tally } from './tally.ts';

const cached = (name: string) => ['--cache', '--cache-location', `.local/cache/${name}`];
const svelteCheck = [
  bin('svelte-check/bin/svelte-check'),
  '--tsconfig',
  'tsconfig.json',
  '--fail-on-warnings',
];

/** Format, lint and types, as many at once as there are cores. What has not changed since the last time is not looked at again. */
export async function runChecks({ check, count }: Tally): Promise<void> {
  // svelte-kit's own types must be there before anything is linted or checked.
  const sync = await runNode([bin('@sveltejs/kit/svelte-kit.js'), 'sync'], { cwd: 'web' });
  if (sync.code !== 0) {
    console.log(sync.output);
    count.failed += 1;
  }
  // The longest first.
  const checks = [
    () => check('format', [bin('prettier/bin/prettier.cjs'), '--check', ...cached('prettier'), '.']),
    () =>
      check('lint', [
        bin('eslint/bin/eslint.js'),
        '-c',
        '.config/eslint.config.js',
        ...cached('eslint'),
        '--cache-strategy',
        'content',
        '.',
      ]),
    () =>
      check('types', [
        bin('typescript/bin/tsc'),
        '-p',
        'tsconfig.json',
        '--incremental',
        '--tsBuildInfoFile',
        '.local/cache/types',
      ]),
    () => check('types of the desk', svelteCheck, { cwd: 'web' }),
    () => check('types of the simulated Discord’s window', svelteCheck, { cwd: 'bot/simulator/client' }),
  ];
  const places = Array.from({ length: availableParallelism() }, async () => {
    for (let next = checks.shift(); next; next = checks.shift()) await next();
  });
  await Promise.all(places);
}
