import type { Page } from '@playwright/test';
import { signIn } from './sign-in.ts';
import { watchPolicy } from './watch-policy.ts';
import { expect, guild, noor, test, untilLive } from './demo.ts';

const pageOf = (path: string) => `/g/${guild}${path}`;

/** Opens a menu by its button, and closes it. */
async function lookInto(page: Page, button: RegExp): Promise<void> {
  await page.getByRole('button', { name: button }).first().click();
  await expect(page.getByRole('menu').first()).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toHaveCount(0);
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`no page, menu, dialog or list breaks its policy in ${colorScheme}`, async ({ stack, deskOf }) => {
    // The fixture holds the pages to it; here it is made sure that a breach would be seen.
    const page = await deskOf(noor, { colorScheme });
    const { webUrl } = stack.info;

    await test.step('lists and conversations, scrolled', async () => {
      for (const path of ['/inbox', '/closed']) {
        await page.goto(webUrl + pageOf(path));
        await untilLive(page);
      }
      await page.goto(webUrl + pageOf('/t/2418'));
      await expect(page.getByRole('log')).toBeVisible();
      for (const region of [page.getByRole('log'), page.getByRole('region', { name: 'Tickets' })]) {
        await region.hover();
        for (const delta of [-5000, 300, 5000]) await page.mouse.wheel(0, delta);
      }
    });

    await test.step('menus, dialogs, hints', async () => {
      for (const button of [/^Priority/, /^Any category/, /Switch server/, /Your account/])
        await lookInto(page, button);
      await page.getByRole('log').focus();
      await page.keyboard.press('?');
      await expect(page.getByRole('dialog', { name: 'Shortcuts' })).toBeVisible();
      await page.keyboard.press('Escape');
      const own = page.getByRole('log').getByRole('article').last();
      await own.hover();
      await page
        .getByRole('textbox', { name: 'Reply', exact: true })
        .fill(`Held to the policy, in ${colorScheme}`);
      await page.keyboard.press('Enter');
      const mine = page
        .getByRole('article')
        .filter({ hasText: `Held to the policy, in ${colorScheme}` })
        .last();
      await expect(mine.getByText('Sent')).toBeVisible();
      await mine.hover();
      await mine.getByRole('button', { name: 'Delete', exact: true }).click();
      await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
      await expect(page.getByRole('alertdialog')).toHaveCount(0);
    });

    await test.step('settings, one’s own page, and what is not there', async () => {
      for (const [path, heading] of [
        ['/settings/roles', 'Roles and levels'],
        ['/settings/blocks', 'Block list'],
        ['/settings/jobs', 'Jobs'],
        ['/settings/audit', 'Audit log'],
        ['/you', noor.name],
        ['/t/99999', 'There is no such ticket'],
      ] as const) {
        await page.goto(webUrl + pageOf(path));
        await expect(page.getByRole('heading', { name: heading }).first()).toBeVisible();
      }
    });
  });
}

test('a style in markup would be refused, and be noticed here', async ({ browser, stack }) => {
  const context = await browser.newContext();
  const broken = await watchPolicy(context);
  const page = await context.newPage();
  await page.goto(`${stack.info.webUrl}/sign-in`);
  const width = await page.evaluate(() => {
    document.body.insertAdjacentHTML('beforeend', '<i id="probe" style="width: 7px; display: block"></i>');
    return getComputedStyle(document.getElementById('probe')!).width;
  });
  expect(width).not.toBe('7px');
  await expect.poll(() => broken.join('\n')).toContain('style-src');
  await context.close();
});

test('the first paint is right without scripts: every style of the page is in its sheet', async ({
  browser,
  stack,
}, testInfo) => {
  const { webUrl } = stack.info;
  const living = await browser.newContext();
  await signIn(await living.newPage(), webUrl, noor.name);
  const context = await browser.newContext({
    javaScriptEnabled: false,
    storageState: await living.storageState(),
  });
  await living.close();
  const page = await context.newPage();
  for (const path of ['/inbox', '/t/2418']) {
    const html = await (await page.goto(webUrl + pageOf(path)))!.text();
    expect(html.replace(/<script[^]*?<\/script>/g, '')).not.toMatch(/<[^>]* style="/);
    const sheet = /<style id="first-styles"[^>]*>(.*?)<\/style>/s.exec(html)?.[1] ?? '';
    const rules = [...sheet.matchAll(/\[data-style="(\d+)"\]\{([^}]*)\}/g)];
    expect(rules.length).toBeGreaterThan(5);
    let compared = 0;
    for (const [, n, style = ''] of rules)
      for (const [, property = '', value = ''] of style.matchAll(
        /(?:^|;)\s*(width|height|font-size|--hue|--size)\s*:\s*([^;]+)/g,
      )) {
        const found = page.locator(`[data-style="${n}"]`).first();
        if (!(await found.isVisible())) continue;
        const computed = await found.evaluate(
          (node, name) => getComputedStyle(node).getPropertyValue(name),
          property,
        );
        if (/px$|^--/.test(value) || property.startsWith('--')) {
          expect([property, computed.trim()]).toEqual([property, value.trim()]);
          compared += 1;
        }
      }
    expect(compared).toBeGreaterThan(5);
    await testInfo.attach(`without scripts ${path}`, {
      body: await page.screenshot({ caret: 'initial' }),
      contentType: 'image/png',
    });
  }
  await context.close();
});
