import { expect, guild, noor, test, untilLive } from './demo.ts';

test('a button without words is named where somebody rests on it or comes by keyboard, and never covers what is done', async ({
  stack,
  deskOf,
}) => {
  const page = await deskOf(noor);
  await page.goto(`${stack.info.webUrl}/g/${guild}/t/2416`);
  await untilLive(page);
  const tooltip = page.getByRole('tooltip');
  const bold = page.getByRole('button', { name: 'Bold' });
  const italic = page.getByRole('button', { name: 'Italic' });

  await bold.hover();
  await expect(tooltip).toHaveText(/^\s*Bold\s*Ctrl\s*B\s*$/);
  await expect(bold).toHaveAttribute('aria-describedby', 'tooltip');
  const [above, below] = [await tooltip.boundingBox(), await bold.boundingBox()];
  expect(above!.y + above!.height).toBeLessThanOrEqual(below!.y);
  expect(Math.abs(above!.x + above!.width / 2 - below!.x - below!.width / 2)).toBeLessThanOrEqual(1);

  // From one to the next it goes along, and it may be pointed at itself.
  await italic.hover();
  await expect(tooltip).toHaveText(/Italic/);
  await expect(bold).not.toHaveAttribute('aria-describedby');
  await tooltip.hover();
  await italic.hover();
  await expect(tooltip).toHaveText(/Italic/);
  await page.getByRole('heading', { name: 'Appeal' }).hover();
  await expect(tooltip).toHaveCount(0);

  await bold.hover();
  await expect(tooltip).toHaveText(/Bold/);
  await bold.click();
  await expect(tooltip).toHaveCount(0);

  await page.getByRole('button', { name: 'Attach files' }).focus();
  await page.keyboard.press('Tab');
  await expect(tooltip).toHaveText(/Bold/);
  await page.keyboard.press('Escape');
  await expect(tooltip).toHaveCount(0);
  await expect(bold).toBeFocused();

  // A press on it, inside a dialog, is no press outside of the dialog.
  await page.getByRole('button', { name: 'Add participants' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Add a participant' }).fill('Theo');
  await dialog.getByRole('button', { name: /^Theo Lindqvist/ }).click();
  await dialog.getByRole('button', { name: 'Take Theo Lindqvist off' }).hover();
  await expect(tooltip).toHaveText(/Take/);
  await tooltip.click();
  await expect(dialog).toBeVisible();
  await dialog.getByRole('heading').hover();
  await expect(tooltip).toHaveCount(0);
});
