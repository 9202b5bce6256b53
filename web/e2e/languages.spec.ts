import { expect } from '@playwright/test';
import { guild, noor, test, untilLive } from './demo.ts';

test('a browser that asks for German signs in in German, one that asks for an unknown language in English', async ({
  browser,
  stack,
}) => {
  for (const [asked, language, title] of [
    ['de-AT', 'de', 'Am Desk anmelden'],
    ['fr-FR', 'en', 'Sign in to the desk'],
  ] as const) {
    const context = await browser.newContext({ locale: asked });
    const page = await context.newPage();
    await page.goto(`${stack.info.webUrl}/sign-in`);
    await expect(page.getByRole('heading', { name: title })).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('lang', language);
    await context.close();
  }
});

test('the language that a person chose holds in this browser and on their next device', async ({
  stack,
  deskOf,
}) => {
  const you = `${stack.info.webUrl}/g/${guild}/you`;
  const page = await deskOf(noor);
  await page.goto(you);
  await untilLive(page);
  await page.getByRole('group', { name: 'Language' }).getByRole('button', { name: 'Deutsch' }).click();
  await expect(page.getByRole('heading', { name: 'Darstellung' })).toBeVisible();
  expect(new URL(page.url()).pathname).toBe(`/g/${guild}/you`);
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Darstellung' })).toBeVisible();
  await page.goto(`${stack.info.webUrl}/g/${guild}/mine`);
  await expect(page.getByRole('heading', { name: 'Meine', exact: true })).toBeVisible();
  await expect(page.getByRole('group', { name: 'Meine, neueste zuerst' })).toBeVisible();

  const next = await deskOf(noor);
  await next.goto(you);
  await expect(next.getByRole('heading', { name: 'Darstellung' })).toBeVisible();
  await untilLive(next);
  await next.getByRole('group', { name: 'Sprache' }).getByRole('button', { name: 'English' }).click();
  await expect(next.getByRole('heading', { name: 'Appearance' })).toBeVisible();
});
