import type { Page } from '@playwright/test';
import { TicketPage } from '../../supabase/contracts/ticket.ts';
import { signInClient } from '../../supabase/start/sign-in-client.ts';
import { expect, guild, noor, test, untilLive } from './demo.ts';

/** Takes every name away that a part has beside its words, and changes the words of all buttons: a key can find none of them. */
const renameAll = (page: Page) =>
  page.evaluate(() => {
    for (const part of document.querySelectorAll('[aria-label]')) part.setAttribute('aria-label', 'Teil');
    for (const part of document.querySelectorAll('[title]')) part.setAttribute('title', 'Teil');
    const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (words.nextNode())
      if (words.currentNode.parentElement?.closest('button') && words.currentNode.nodeValue?.trim())
        words.currentNode.nodeValue = 'Knopf';
  });

test('every key of a ticket works without the name of any button', async ({ stack, deskOf }) => {
  const page = await deskOf(noor);
  await page.goto(`${stack.info.webUrl}/g/${guild}/t/2421`);
  await untilLive(page);
  const press = async (key: string) => {
    await renameAll(page);
    await page.keyboard.press(key);
  };
  const area = page.getByRole('textbox');
  /** Escape leaves the field; pressed before it has the focus, it would leave the ticket, and a key after it would be a letter. */
  const leave = async () => {
    await expect(area).toBeFocused();
    await press('Escape');
    await expect(area).not.toBeFocused();
  };
  const owner = page.locator('dd', { has: page.locator('span.truncate', { hasText: noor.name }) });

  await press('n');
  await expect(area).toHaveAttribute('placeholder', 'A note for staff');
  await leave();
  await press('r');
  await expect(area).toHaveAttribute('placeholder', /^Reply to /);
  await leave();
  await press('q');
  await expect(page.locator('form').getByText('two payments')).toBeVisible();
  await leave();

  await expect(owner).toBeHidden();
  await press('c');
  await expect(owner).toBeVisible();
  await press('Shift+C');
  await expect(owner).toBeHidden();

  // Also where the properties are folded: the key opens the same menu as the click.
  const status = page.locator('dd').filter({ hasText: /^\s*(Open|Closed)\s*$/ });
  await expect(status).toHaveText('Open');
  await press(']');
  await expect(status).toBeHidden();
  await press('p');
  await expect(status).toBeVisible();
  await page.getByRole('menuitem', { name: 'Low', exact: true }).click();
  await expect(page.locator('dd').getByText('Low', { exact: true })).toBeVisible();

  await press('e');
  await expect(status).toHaveText('Closed');
  await press('Escape');
  await expect(page).toHaveURL(/\/inbox$/);
});

test('Enter and Escape that end a word of an input method are not for the page, as Chrome and as Safari send them', async ({
  stack,
  deskOf,
}) => {
  const page = await deskOf(noor);
  await page.goto(`${stack.info.webUrl}/g/${guild}/t/2417`);
  await untilLive(page);
  const area = page.getByRole('textbox', { name: 'Reply', exact: true });
  await area.fill('変換');
  for (const how of [{ isComposing: true }, { keyCode: 229 }])
    for (const key of ['Enter', 'Escape'])
      await area.dispatchEvent('keydown', { key, ...how, bubbles: true, cancelable: true });
  await expect(area).toBeFocused();
  await expect(area).toHaveValue('変換');
  await page.keyboard.press('Enter');
  await expect(area).toHaveValue('');
  await expect(page.getByRole('log').getByText('変換')).toHaveCount(1);
});

test('the oldest ticket is claimed by a key, and the sheet shows the keys of the table', async ({
  stack,
  deskOf,
}) => {
  // Only who has no ticket is offered the oldest.
  const client = await signInClient(stack.info, noor.id);
  const { data } = await client.rpc('list_tickets', { guild, filter: { assignee: ['me'] } });
  for (const { id } of TicketPage.parse(data).tickets)
    expect((await client.rpc('release_ticket', { ticket: id })).error).toBeNull();

  const page = await deskOf(noor);
  await page.goto(`${stack.info.webUrl}/g/${guild}/mine`);
  await untilLive(page);
  await expect(page.getByRole('heading', { name: 'All calm' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Claim the oldest' })).toBeVisible();
  await renameAll(page);
  await page.keyboard.press('c');
  await expect(page).toHaveURL(/\/t\/\d+\?view=mine$/);

  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog', { name: 'Shortcuts' });
  for (const [words, key] of [
    ['Claim', 'C'],
    ['Release', 'ShiftC'],
    ['Set the priority', 'P'],
    ['Mine', 'GM'],
    ['Bold', 'CtrlB'],
  ] as const)
    await expect(
      sheet.locator('dl > div', { has: page.getByText(words, { exact: true }) }).locator('dd'),
    ).toHaveText(key);
});
