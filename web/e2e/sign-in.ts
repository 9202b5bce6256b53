import type { Page } from '@playwright/test';

/** Signs in as a person does: the desk's button, Discord's page, back. */
export async function signIn(page: Page, webUrl: string, name: string): Promise<void> {
  await page.goto(webUrl);
  await page.getByRole('button', { name: 'Continue with Discord' }).click();
  await page.getByRole('radio', { name }).check();
  await page.getByRole('button', { name: 'Authorize' }).click();
  await page.waitForURL(`${webUrl}/g/**`);
}
