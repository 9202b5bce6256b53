import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compiled } from './build-part.ts';

// npm test: everything that must hold, and a last line that counts it. `npm run check` is its first part alone.
const root = fileURLToPath(new URL('../..', import.meta.url));
const bin = (name: string) => join(root, 'node_modules', name);
const isCheckOnly = process.argv[2] === 'check';
const since = Date.now();
let passed = 0;
let failed = 0;

type Run = { code: number; output: string };

function run(
  args: string[],
  options: { cwd?: string; isShown?: boolean; env?: Record<string, string> } = {},
): Promise<Run> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: options.cwd ?? root,
      // The bot alone is started a hundred times: compiled once, that takes a fifth of the whole time less.
      env: { NODE_COMPILE_CACHE: compiled, ...process.env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (data: Buffer) => {
        output += data;
        if (options.isShown) process.stdout.write(data);
      });
    child.on('exit', (code) => resolve({ code: code ?? 1, output }));
  });
}

function tell(name: string, isGood: boolean, from: number, words = '') {
  console.log(`${isGood ? '✓' : '✗'} ${name}  ${((Date.now() - from) / 1000).toFixed(1)} s`);
  if (!isGood) console.log(words);
}

/** A check that is good or not: counted as one. */
async function check(name: string, ...runs: Promise<Run>[]): Promise<void> {
  const from = Date.now();
  for (const { code, output } of await Promise.all(runs)) {
    if (code === 0) continue;
    failed += 1;
    return tell(name, false, from, output);
  }
  passed += 1;
  tell(name, true, from);
}

async function checks(): Promise<void> {
  // svelte-kit's own types must be there before anything is linted or checked.
  const sync = await run([bin('@sveltejs/kit/svelte-kit.js'), 'sync'], { cwd: join(root, 'web') });
  if (sync.code !== 0) console.log(sync.output);
  await Promise.all([
    check(
      'format',
      run([
        bin('prettier/bin/prettier.cjs'),
        '--check',
        '--cache',
        '--cache-location',
        '.local/cache/prettier',
        '.',
      ]),
    ),
    check('types', run([bin('typescript/bin/tsc'), '-p', 'tsconfig.json'])),
  ]);
  await Promise.all([
    check(
      'lint',
      run([
        bin('eslint/bin/eslint.js'),
        '-c',
        '.config/eslint.config.js',
        '--cache',
        '--cache-location',
        '.local/cache/eslint',
        '.',
      ]),
    ),
    check(
      'types of components',
      run([bin('svelte-check/bin/svelte-check'), '--tsconfig', 'tsconfig.json', '--fail-on-warnings'], {
        cwd: join(root, 'web'),
      }),
      run([bin('svelte-check/bin/svelte-check'), '--tsconfig', 'tsconfig.json', '--fail-on-warnings'], {
        cwd: join(root, 'bot/simulator/client'),
      }),
    ),
  ]);
}

async function countJson(file: string, count: (report: never) => [number, number]): Promise<boolean> {
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) return false;
  const [good, bad] = count(JSON.parse(text) as never);
  passed += good;
  failed += bad;
  return good > 0;
}

async function tests(folder: string, config: string): Promise<void> {
  const file = join(folder, `${config.replaceAll('/', '-')}.json`);
  const { code } = await run(
    [
      bin('vitest/vitest.mjs'),
      'run',
      '--config',
      config,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${file}`,
    ],
    { isShown: true },
  );
  const before = failed;
  const isCounted = await countJson(file, (report: { numPassedTests: number; numFailedTests: number }) => [
    report.numPassedTests,
    report.numFailedTests,
  ]);
  // A run that failed without a failed test (a file that does not load, an unhandled error) is a failure all the same.
  if (!isCounted || (code !== 0 && failed === before)) failed += 1;
}

async function endToEnd(folder: string): Promise<void> {
  const file = join(folder, 'playwright.json');
  const { code } = await run(
    [bin('@playwright/test/cli.js'), 'test', '--config', 'web/e2e/playwright.config.ts'],
    {
      isShown: true,
      env: { PLAYWRIGHT_JSON_OUTPUT_FILE: file },
    },
  );
  const before = failed;
  const isCounted = await countJson(
    file,
    (report: { stats: { expected: number; unexpected: number; flaky: number } }) => [
      report.stats.expected,
      report.stats.unexpected + report.stats.flaky,
    ],
  );
  if (!isCounted || (code !== 0 && failed === before)) failed += 1;
}

await checks();
if (!isCheckOnly) {
  const folder = await mkdtemp(join(tmpdir(), 'ticketflow-report-'));
  await tests(folder, '.config/vitest.config.ts');
  await endToEnd(folder);
  await Promise.all([
    tests(folder, 'bot/simulator/client/vitest.config.ts'),
    // Everything dies and comes back, always in the same plan: `npm run chaos` does so for longer, and with other seeds.
    check('chaos', run(['supabase/chaos/main.ts', '--short', '--seed', '4', '--seconds', '15'])),
  ]);
  await rm(folder, { recursive: true, force: true });
}
console.log(`\nAfter ${Math.round((Date.now() - since) / 1000)} s:`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
