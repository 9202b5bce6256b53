import { defineConfig } from '@playwright/test';
import { browserArguments, findChromium } from './find-chromium.ts';

const executablePath = await findChromium();

export default defineConfig({
  testDir: '.',
  outputDir: '../../.local/e2e',
  globalSetup: './build-parts.ts',
  // Each has a stack of its own. Tests wait for pages more than they work: two at a time fill two cores.
  workers: 2,
  fullyParallel: false,
  retries: 0,
  forbidOnly: true,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  reporter: [
    ['list'],
    ...(process.env.PLAYWRIGHT_JSON_OUTPUT_FILE
      ? [
          ['json', { outputFile: process.env.PLAYWRIGHT_JSON_OUTPUT_FILE }] as [
            'json',
            { outputFile: string },
          ],
        ]
      : []),
  ],
  use: {
    browserName: 'chromium',
    launchOptions: { executablePath, args: browserArguments },
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    trace: 'off',
    actionTimeout: 10_000,
  },
});
