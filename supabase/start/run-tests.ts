import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bin, runNode } from './run-node.ts';
import type { Tally } from './tally.ts';

/** Runs the test files of a vitest config, or those of them that are given, and counts each test. */
export async function runVitest(tally: Tally, config: string, files: string[] = []): Promise<void> {
  await counted(
    tally,
    (file) =>
      runNode(
        [
          bin('vitest/vitest.mjs'),
          'run',
          '--config',
          config,
          '--reporter=default',
          '--reporter=json',
          `--outputFile.json=${file}`,
          ...files,
        ],
        { isShown: true },
      ),
    ({ numPassedTests, numFailedTests }: { numPassedTests: number; numFailedTests: number }) => ({
      passed: numPassedTests,
      failed: numFailedTests,
    }),
  );
}

/** Runs the browser tests, or those whose files are given, and counts each. What a failure leaves lies in `output`. */
export async function runPlaywright(
  tally: Tally,
  files: string[] = [],
  output = '.local/e2e',
): Promise<void> {
  await counted(
    tally,
    (file) =>
      runNode(
        [
          bin('@playwright/test/cli.js'),
          'test',
          '--config',
          'web/e2e/playwright.config.ts',
          '--output',
          output,
          // Read as regular expressions.
          ...files.map((name) => name.replaceAll('.', '\\.')),
        ],
        { isShown: true, env: { PLAYWRIGHT_JSON_OUTPUT_FILE: file } },
      ),
    ({ stats }: { stats: { expected: number; unexpected: number; flaky: number } }) => ({
      passed: stats.expected,
      failed: stats.unexpected + stats.flaky,
    }),
  );
}

/**
 * Runs tests that write a report, and counts what it says. A run that failed without a failed test (a file that does not load, an
 * unhandled error), or that ran none, is a failure all the same.
 */
async function counted<Report>(
  { count }: Tally,
  run: (file: string) => Promise<{ code: number }>,
  read: (report: Report) => { passed: number; failed: number },
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'ticketflow-report-'));
  const file = join(folder, 'report.json');
  const { code } = await run(file);
  const text = await readFile(file, 'utf8').catch(() => null);
  const { passed, failed } = text === null ? { passed: 0, failed: 0 } : read(JSON.parse(text) as Report);
  count.passed += passed;
  count.failed += failed === 0 && (code !== 0 || passed === 0) ? 1 : failed;
  await rm(folder, { recursive: true, force: true });
}
