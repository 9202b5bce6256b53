import { defineConfig } from 'vitest/config';
import { LongFilesFirst } from './long-files-first.ts';

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: [
      'supabase/**/*.test.ts',
      'bot/src/**/*.test.ts',
      'bot/tests/**/*.test.ts',
      'bot/simulator/**/*.test.ts',
      'web/src/**/*.test.ts',
    ],
    // The simulator's client has a config of its own: it drives a browser.
    exclude: ['**/node_modules/**', '**/dist/**', '**/build/**', 'bot/simulator/client/**'],
    globalSetup: ['supabase/tests/global-setup.ts'],
    pool: 'forks',
    maxWorkers: 4,
    // Patience for a busy machine: tests wait for conditions, not for time.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Order between files, and within a file between tests, is not to be relied on.
    sequence: { sequencer: LongFilesFirst },
  },
});
