import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from '@playwright/test';
import { parseStartEnvironment } from '../../supabase/start/start-environment.ts';
import { startStack } from '../../supabase/start/start-stack.ts';
import { browserArguments, findChromium } from './find-chromium.ts';
import { signIn } from './sign-in.ts';

// npm run screenshots: the README's picture, and every page in light and dark, wide and phone, in .local/screenshots.
const readme = fileURLToPath(new URL('../../.github/desk.png', import.meta.url));
const shots = fileURLToPath(new URL('../../.local/screenshots', import.meta.url));
await mkdir(shots, { recursive: true });
const folder = await mkdtemp(join(tmpdir(), 'ticketflow-screenshots-'));
const stack = await startStack({
  folder,
  environment: parseStartEnvironment({}),
  hasFreePorts: true,
  isDurable: false,
  say: (line) => console.log(line),
  log: () => {},
});
const browser = await chromium.launch({ executablePath: await findChromium(), args: browserArguments });
const guild = `${stack.info.webUrl}/g/1180000000000000001`;

const code = `\`\`\`sh\n${'lantern --check /var/harbor/light\n'.repeat(90)}\`\`\``;
const longReply = `${'First close the game and the launcher, then start both again. '.repeat(30)}\n\n${code}`;

/** Until nothing is loading any more: fonts, pictures, the connection. */
async function settle(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle');
  await page.evaluate(() => document.fonts.ready);
}

try {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const [size, viewport] of [
      ['wide', { width: 1440, height: 900 }],
      ['middle', { width: 1100, height: 800 }],
      ['phone', { width: 390, height: 844 }],
    ] as const) {
      const context = await browser.newContext({ viewport, colorScheme, deviceScaleFactor: 2 });
      const page = await context.newPage();
      const shoot = async (name: string, file = join(shots, `${name}-${size}-${colorScheme}.png`)) => {
        await settle(page);
        await page.screenshot({ path: file });
      };
      await page.goto(stack.info.webUrl);
      await shoot('sign-in');
      await signIn(page, stack.info.webUrl, 'Noor Haddad');
      await shoot('inbox');
      await page.goto(`${guild}/t/2418`);
      await page.getByRole('log').getByText('Restarting now').waitFor();
      await shoot('conversation');
      if (size === 'wide' && colorScheme === 'light') await shoot('readme', readme);
      const composer = page.getByRole('textbox', { name: 'Reply', exact: true });
      await composer.fill(longReply);
      await page.getByRole('region', { name: 'The messages it goes out as' }).waitFor();
      await shoot('long-reply');
      await composer.fill('');
      await page.goto(`${guild}/mine`);
      await shoot('mine');
      await page.goto(`${guild}/t/2197`);
      await page.getByRole('log').waitFor();
      await shoot('closed');
      await page.goto(`${guild}/settings/roles?as=1180000000000000303`);
      await page.getByText('Viewing as').waitFor();
      await shoot('roles');
      for (const name of ['blocks', 'labels', 'jobs', 'audit']) {
        await page.goto(`${guild}/settings/${name}`);
        await shoot(name);
      }
      await page.goto(`${guild}/t/99999`);
      await shoot('not-found');
      await context.close();
    }
  }
} finally {
  await browser.close();
  await stack.stop();
  await rm(folder, { recursive: true, force: true });
}
console.log(`Written to ${shots} and ${readme}`);
