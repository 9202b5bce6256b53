import { defineConfig } from '@playwright/test';
import { browserArguments, findChromium } from './find-chromium.ts';

const executablePath = await findChromium();

export default defineConfig({
  testDir: '.',
  outputDir: '../../.local/e2e',
  globalSetup: './build-parts.ts',
  // One stack of real parts at a time: two cores carry no more.
  workers: 1,
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
