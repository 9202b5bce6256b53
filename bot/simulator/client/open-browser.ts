import { existsSync } from 'node:fs';
import chromiumInPackage from '@sparticuz/chromium';
import { chromium, type Browser } from '@playwright/test';

const SYSTEM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** A headless Chromium: `CHROMIUM_PATH`, else the system's, else the one that comes as a package. */
export async function openBrowser(): Promise<Browser> {
  const given = process.env.CHROMIUM_PATH ?? SYSTEM.find((path) => existsSync(path));
  return chromium.launch({
    executablePath: given ?? (await chromiumInPackage.executablePath()),
    args: FLAGS,
  });
}
