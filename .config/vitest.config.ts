import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { LongFilesFirst } from './long-files-first.ts';

const root = new URL('..', import.meta.url).pathname;

/** Test files of one kind, of all workspaces side by side. */
const project = (
  name: string,
  include: string[],
  isolate: boolean,
  setupFiles: string[] = [],
): TestProjectInlineConfiguration => ({
  test: {
    name,
    root,
    include,
    isolate,
    setupFiles,
    // The simulator's client has a config of its own: it drives a browser.
    exclude: ['**/node_modules/**', '**/dist/**', '**/build/**', 'bot/simulator/client/**'],
    pool: 'forks',
    server: { deps: { inline: [/@lucide/] } },
    // Patience for a busy machine: tests wait for conditions, not for time.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});

export default defineConfig({
  plugins: [svelte({ configFile: false })],
  test: {
    root,
    globalSetup: ['supabase/tests/global-setup.ts'],
    maxWorkers: 4,
    // Order between files, and within a file between tests, is not to be relied on.
    sequence: { sequencer: LongFilesFirst },
    projects: [
      project('bot', ['bot/src/**/*.test.ts'], true),
      project('desk', ['web/src/**/*.test.ts'], true, ['web/src/lib/words/load-for-tests.ts']),
      // Modules that keep nothing of their own: loaded once for many files, they take half the time.
      project(
        'processes and stand-ins',
        ['bot/tests/**/*.test.ts', 'supabase/**/*.test.ts', 'bot/simulator/**/*.test.ts'],
        false,
      ),
    ],
  },
});
