import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Nothing that axe finds wrong by WCAG 2.2 AA, in light and dark. */
export async function expectAccessible(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    // Colours on their way from one to another are neither, nor is what fades in.
    await page.evaluate(async () => {
      const frame = () => new Promise(requestAnimationFrame);
      await frame().then(frame);
      const passing = document
        .getAnimations()
        .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
      await Promise.allSettled(passing.map(({ finished }) => finished));
    });
    // Open menus lie at the end of the document, above everything, outside of its landmarks.
    const axe = new AxeBuilder({ page }).disableRules(['region']);
    // Nothing but contrast is another in another scheme.
    const { violations } = await (
      colorScheme === 'dark' ? axe.withRules(['color-contrast']) : axe.withTags(tags)
    ).analyze();
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join('\n')}`);
    expect(found, `${name} ${colorScheme}`).toEqual([]);
  }
}
