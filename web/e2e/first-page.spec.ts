import { FIRST_PAGE_LIMIT, measureFirstPages } from '../tests/bundle-size.ts';
import { expect, guild, noor, test, untilLive } from './demo.ts';

test('a first page loads at most 135 kB of JavaScript before it lives, all of it named by the page', () => {
  for (const { page, bytes } of measureFirstPages())
    expect(bytes, `bytes of the page ${page}`).toBeLessThanOrEqual(FIRST_PAGE_LIMIT);
});

test('a menu that is pressed before its part has come opens when it has, and takes keys', async ({
  stack,
  deskOf,
}) => {
  const page = await deskOf(noor);
  const held = Promise.withResolvers<void>();
  await page.route('**/_app/immutable/chunks/*.js', async (route) => {
    const answer = await route.fetch();
    if ((await answer.text()).includes('dropdown-menu')) await held.promise;
    await route.fulfill({ response: answer });
  });
  await page.goto(`${stack.info.webUrl}/g/${guild}/t/2417`);
  await untilLive(page);
  const button = page.getByRole('button', { name: /^Priority/ });
  await button.click();
  await expect(button).toHaveAttribute('aria-expanded', 'true');
  await expect(page.getByRole('menu')).toBeHidden();
  held.resolve();
  await expect(page.getByRole('menuitem', { name: 'High' })).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('menuitem', { name: 'Low' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toBeHidden();
  await expect(button).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: 'Low' })).toBeFocused();
});
