import type { Page } from '@playwright/test';
import { signInClient } from '../../supabase/start/sign-in-client.ts';
import { expect, guild, noor, supportCrew, test, untilLive } from './demo.ts';
import { englishOnly } from './texts-of.ts';

const widths = [1440, 1024, 390];

/** All that a page says, to eyes and to screen readers. */
const saidBy = (page: Page) =>
  page.evaluate(() => {
    const named = [...document.querySelectorAll('[aria-label], [title], [placeholder]')].flatMap((part) =>
      ['aria-label', 'title', 'placeholder'].map((name) => part.getAttribute(name) ?? ''),
    );
    return [document.title, document.body.innerText, ...named].join('\n');
  });

/** What is cut or runs out of its place: the page itself, and words of controls and headings that are not meant to be shortened. */
const cutOn = (page: Page) =>
  page.evaluate(() => {
    const root = document.documentElement;
    const cut = root.scrollWidth > root.clientWidth ? [`the page is ${root.scrollWidth} px wide`] : [];
    for (const part of document.querySelectorAll<HTMLElement>(
      'button, a, h1, h2, h3, label, legend, th, dt, [role="menuitem"], [role="tab"]',
    )) {
      const isMeant = part.closest('.truncate, .sr-only, [role="log"]') ?? part.querySelector('.truncate');
      if (isMeant || !part.checkVisibility()) continue;
      const over = part.scrollWidth - part.clientWidth;
      if (part.clientWidth > 0 && over > 1) cut.push(`“${part.innerText.trim()}” lacks ${over} px`);
    }
    return cut;
  });

/** Makes every text of the page longer by 40 %, as other languages are; what people wrote stays. */
const lengthen = (page: Page) =>
  page.evaluate(() => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const node = texts.currentNode;
      const text = node.nodeValue?.trim();
      if (!text || !/\p{L}/u.test(text) || node.parentElement?.closest('[role="log"], script, style'))
        continue;
      node.nodeValue = `${text} ${text.slice(0, Math.ceil(text.length * 0.4) - 1).trim()}`;
    }
  });

async function expectWhole(page: Page, name: string, at = widths): Promise<void> {
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  const said = await saidBy(page);
  const lines = new Set(said.split('\n').map((line) => line.trim()));
  // Two words may stand in what people wrote, a whole line of them is the desk's.
  const isSaid = (text: string) => (/(\S\s+){2}\S/.test(text) ? said.includes(text) : lines.has(text));
  expect(englishOnly().filter(isSaid), `English on ${name}`).toEqual([]);
  for (const width of at) {
    await page.setViewportSize({ width, height: 900 });
    expect(await cutOn(page), `cut on ${name} at ${width} px`).toEqual([]);
  }
}

test('the desk is whole in German, and holds words that are 1.4 times as long, on each page and width', async ({
  stack,
  deskOf,
}) => {
  const page = await deskOf(noor);
  const desk = `${stack.info.webUrl}/g/${guild}`;
  await page.goto(`${desk}/you`);
  await untilLive(page);
  await page.getByRole('group', { name: 'Language' }).getByRole('button', { name: 'Deutsch' }).click();
  await expect(page.getByRole('heading', { name: 'Darstellung' })).toBeVisible();

  const settings = ['roles', `roles?as=${supportCrew}`, 'language', 'blocks', 'labels', 'jobs', 'audit'];
  for (const path of [
    'inbox',
    'mine',
    'snoozed',
    't/2418',
    't/99999',
    'you',
    ...settings.map((each) => `settings/${each}`),
  ])
    await test.step(path, async () => {
      await page.setViewportSize({ width: 1440, height: 900 });
      await page.goto(`${desk}/${path}`);
      await untilLive(page);
      await expectWhole(page, path);
      await lengthen(page);
      for (const width of widths) {
        await page.setViewportSize({ width, height: 900 });
        expect(await cutOn(page), `cut on ${path} at ${width} px, with longer words`).toEqual([]);
      }
    });

  await test.step('menus and dialogs', async () => {
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto(`${desk}/t/2418`);
    await untilLive(page);
    for (const key of ['p', 'a', 'h', '?']) {
      await page.keyboard.press(key);
      await expect(page.getByRole('dialog').or(page.getByRole('menu')).first()).toBeVisible();
      // A menu stays where it opened.
      await expectWhole(page, `the key ${key}`, [1440]);
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog').or(page.getByRole('menu'))).toHaveCount(0);
    }
  });
  await (await signInClient(stack.info, noor.id)).rpc('set_my_language', { language: 'en' });
});
