import { existsSync } from 'node:fs';
import chromium from '@sparticuz/chromium';

const installed = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
];

// Without the background flags Chromium looks for Google's hosts at every start.
export const browserArguments = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** Where a Chromium is: CHROMIUM_PATH, the system's, Playwright's own on a machine that has it, or the one of the package. */
export async function findChromium(): Promise<string | undefined> {
  if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH;
  const found = installed.find((path) => existsSync(path));
  if (found) return found;
  // The package carries a Chromium for Linux on x64 alone; elsewhere Playwright's own is used (`npx playwright install chromium`).
  return process.platform === 'linux' && process.arch === 'x64' ? await chromium.executablePath() : undefined;
}
