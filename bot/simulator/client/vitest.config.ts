import { defineConfig } from 'vitest/config';

// Unit tests of the client's plain functions, and client.e2e.ts: a real browser against the real simulator.
export default defineConfig({
  root: import.meta.dirname,
  test: {
    name: 'simulator-client',
    include: ['src/**/*.test.ts', 'client.e2e.ts'],
    testTimeout: 40_000,
    hookTimeout: 60_000,
  },
});
