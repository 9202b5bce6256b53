import type { Page } from '@playwright/test';
import { expectAccessible } from './expect-accessible.ts';
import { signIn } from './sign-in.ts';
import { signInClient } from '../../supabase/start/sign-in-client.ts';
import { expect, guild, juniper, noor, supportCrew, test, theo, untilLive } from './demo.ts';

const inbox = `/g/${guild}/inbox`;
const ticket = `/g/${guild}/t/2418`;

/** The page is wide enough for what it holds: nothing scrolls sideways. */
async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const widths = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth] as const);
  expect(widths[0]).toBeLessThanOrEqual(widths[1]);
}

test('every page is accessible in light and dark', async ({ browser, stack, deskOf }) => {
  const { webUrl } = stack.info;
  await test.step('signing in', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${webUrl}/sign-in`);
    await expect(page.getByRole('heading', { name: 'Sign in to the desk' })).toBeVisible();
    await expectAccessible(page, 'sign-in');
    await context.close();
  });

  const page = await deskOf(noor);
  await test.step('the inbox, and a view of it', async () => {
    await page.goto(webUrl + inbox);
    await expect(page.getByRole('region', { name: 'Tickets' }).getByRole('link').first()).toBeVisible();
    await expectAccessible(page, 'inbox');
    await page.getByRole('link', { name: 'Closed' }).first().click();
    await expect(page.getByRole('heading', { name: 'Closed' })).toBeVisible();
    await expectAccessible(page, 'closed');
  });

  await test.step('a conversation, its note, its menus and its questions', async () => {
    await page.goto(webUrl + ticket);
    await expect(page.getByRole('log')).toBeVisible();
    await expectAccessible(page, 'conversation');
    await untilLive(page);
    await page.getByRole('button', { name: 'Note', exact: true }).first().click();
    await page.getByRole('textbox', { name: 'Note', exact: true }).fill('Grant by hand');
    await expectAccessible(page, 'note');
    await page.getByRole('textbox', { name: 'Note', exact: true }).fill('');
    await page.getByRole('button', { name: /^Priority/ }).click();
    await expect(page.getByRole('menuitem', { name: 'Urgent' })).toBeVisible();
    await expectAccessible(page, 'priority');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('menu')).toHaveCount(0);
    await page.getByRole('log').focus();
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog', { name: 'Shortcuts' })).toBeVisible();
    await expectAccessible(page, 'shortcuts');
    await page.keyboard.press('Escape');
  });

  await test.step('the settings: levels, what a role opens up, the block list, jobs, the audit log', async () => {
    const settings = `${webUrl}/g/${guild}/settings`;
    await page.goto(`${settings}/roles?as=${supportCrew}`);
    await expect(page.getByText('Viewing as')).toBeVisible();
    await expectAccessible(page, 'view as');
    await untilLive(page);
    await page.getByRole('button', { name: /^Watch in Appeals/ }).click();
    await expect(page.getByRole('menuitem', { name: /^Viewer/ })).toBeVisible();
    await expectAccessible(page, 'choosing a level');
    await page.keyboard.press('Escape');
    await page.goto(`${settings}/blocks`);
    await untilLive(page);
    await page.getByRole('button', { name: 'Block a member or role' }).click();
    await expect(page.getByRole('form', { name: 'Block a member or role' })).toBeVisible();
    await expectAccessible(page, 'block list');
    await page.goto(`${settings}/jobs`);
    await expect(page.getByRole('heading', { name: 'Jobs' })).toBeVisible();
    await expectAccessible(page, 'jobs');
    await page.goto(`${settings}/audit`);
    await expect(page.getByRole('heading', { name: 'Audit log' })).toBeVisible();
    await expectAccessible(page, 'audit log');
  });

  await test.step('a ticket that is not there', async () => {
    await page.goto(`${webUrl}/g/${guild}/t/99999`);
    await expect(page.getByRole('heading', { name: 'There is no such ticket' })).toBeVisible();
    await expectAccessible(page, 'missing');
  });
});

test('a phone shows the list, then the conversation, then the way back', async ({ stack, deskOf }) => {
  const page = await deskOf(noor, { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  await page.goto(stack.info.webUrl + inbox);
  const list = page.getByRole('region', { name: 'Tickets' });
  await expect(list.getByText('Tideglass skin vanished')).toBeVisible();
  await expectNoSidewaysScroll(page);
  await expectAccessible(page, 'phone inbox');

  await list.getByText('Tideglass skin vanished').tap();
  await expect(page.getByRole('log')).toBeVisible();
  await expect(list).toBeHidden();
  await expectNoSidewaysScroll(page);
  await expectAccessible(page, 'phone conversation');

  await page.getByRole('button', { name: 'Properties' }).tap();
  await expect(page.getByRole('complementary', { name: 'Properties' })).toBeVisible();
  await page.getByRole('button', { name: 'Fold the properties' }).tap();
  await page.getByRole('link', { name: 'Back to the list' }).tap();
  await expect(list).toBeVisible();

  await page.getByRole('link', { name: 'You', exact: true }).tap();
  await expect(page.getByRole('heading', { name: noor.name })).toBeVisible();
  await expectAccessible(page, 'phone you');
  await page.getByRole('link', { name: 'Roles, block list, jobs, audit log' }).tap();
  for (const name of ['Roles and levels', 'Block list', 'Jobs', 'Audit log']) {
    await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name }).tap();
    await expect(page.getByRole('heading', { name })).toBeVisible();
    await expectNoSidewaysScroll(page);
    await expectAccessible(page, `phone ${name}`);
  }
  await page.getByRole('link', { name: 'You', exact: true }).tap();
  await page.getByRole('button', { name: 'Dark' }).tap();
  await expect(page.locator('html')).toHaveClass(/dark/);
});

test('what is written without a network waits in order, and goes out once when it is back', async ({
  stack,
  deskOf,
  discord,
}) => {
  const page = await deskOf(noor);
  await page.goto(`${stack.info.webUrl}/g/${guild}/t/2417`);
  const log = page.getByRole('log');
  const composer = page.getByRole('textbox', { name: 'Reply', exact: true });
  await untilLive(page);

  await page.context().setOffline(true);
  for (const text of ['First without network', 'Second without network']) {
    await composer.fill(text);
    await composer.press('Enter');
  }
  await expect(log.getByText('Waits, 1st')).toBeVisible();
  await expect(log.getByText('Waits, 2nd')).toBeVisible();
  // Which of the two it is, the browser decides: it may know that there is no network, or only that nothing answers.
  const bar = page.getByText(/You are offline\.|The desk cannot be reached\./);
  await expect(bar).toBeVisible();

  await page.context().setOffline(false);
  await expect(log.getByText(/^Waits/)).toHaveCount(0);
  await expect(bar).toHaveCount(0);
  const channel = (await discord.channels(guild)).find(({ name }) => name === 'ticket-2417')!.id;
  const sent = async () =>
    (await discord.messages(channel))
      .map(({ content }) => content)
      .filter((content) => content.endsWith('without network'));
  await expect.poll(async () => (await sent()).length).toBe(2);
  expect([...(await sent())].sort()).toEqual(['First without network', 'Second without network']);
  await expect(log.getByText('First without network')).toHaveCount(1);
  expect(await log.getByText('without network').allInnerTexts()).toEqual([
    'First without network',
    'Second without network',
  ]);
});

test('a reply to a ticket that was closed meanwhile goes back into the draft, with words', async ({
  stack,
  deskOf,
}) => {
  const page = await deskOf(noor);
  await page.goto(`${stack.info.webUrl}/g/${guild}/t/2416`);
  const composer = page.getByRole('textbox', { name: 'Reply', exact: true });
  await untilLive(page);
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Attach files' }).first().click();
  await (
    await choosing
  ).setFiles([{ name: 'late.txt', mimeType: 'text/plain', buffer: Buffer.from('late') }]);
  const attached = page.getByRole('list', { name: 'Attached files' });
  await expect(attached.getByText('4 B', { exact: true })).toBeVisible();
  await composer.fill('Too late, perhaps');
  // The page does not hear of it: its answers are held back until the reply has been sent.
  await page.route('**/rest/v1/rpc/{read_ticket,changes_since}', async () => {});
  const colleague = await signInClient(stack.info, theo.id);
  const found = await colleague.rpc('find_ticket', { guild, number: 2416 });
  expect((await colleague.rpc('close_ticket', { ticket: found.data! })).error).toBeNull();
  await composer.press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: 'This ticket is closed' })).toBeVisible();
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await page.reload();
  await untilLive(page);
  await page.getByRole('button', { name: 'Reopen' }).first().click();
  await expect(composer).toHaveValue('Too late, perhaps');
  await expect(attached.getByText('late.txt')).toBeVisible();
});

test('of two quick acts on a ticket each is shown until its own answer has come', async ({
  stack,
  deskOf,
}) => {
  const page = await deskOf(noor);
  await page.goto(`${stack.info.webUrl}/g/${guild}/t/2417`);
  await untilLive(page);
  const held = { set_priority: Promise.withResolvers<void>(), close_ticket: Promise.withResolvers<void>() };
  for (const [name, { promise }] of Object.entries(held))
    await page.route(`**/rest/v1/rpc/${name}`, async (route) => {
      await promise;
      await route.fulfill({
        status: 400,
        headers: { 'access-control-allow-origin': '*' },
        json: { code: 'TF005', message: 'refused' },
      });
    });
  const priority = page.getByRole('button', { name: /^Priority/ });
  const before = (await priority.textContent()) ?? '';
  await priority.click();
  await page.getByRole('menuitem', { name: 'Urgent' }).click();
  await expect(priority).toContainText('Urgent');
  await page.getByRole('log').focus();
  await page.keyboard.press('e');
  const reopen = page.getByRole('button', { name: 'Reopen' }).first();
  await expect(reopen).toBeVisible();
  held.set_priority.resolve();
  await expect(page.getByText('Your roles do not allow this.')).toBeVisible();
  await expect(priority).toHaveText(before);
  await expect(reopen).toBeVisible();
  held.close_ticket.resolve();
  await expect(page.getByRole('button', { name: 'Close', exact: true }).first()).toBeVisible();
});

test('somebody whose roles open nothing is told so, and let in when they are given one', async ({
  browser,
  stack,
  discord,
}) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(stack.info.webUrl);
  await page.getByRole('button', { name: 'Continue with Discord' }).click();
  await page.getByRole('radio', { name: juniper.name }).check();
  await page.getByRole('button', { name: 'Authorize' }).click();
  await expect(page.getByRole('heading', { name: 'Checking your roles in Discord' })).toBeVisible();
  await expectAccessible(page, 'checking roles');
  await expect(page.getByRole('heading', { name: 'No server is open to you' })).toBeVisible({
    timeout: 25_000,
  });
  await expectAccessible(page, 'no server');
  const role = { guild, role: '1180000000000000303' };
  await discord.giveRole({ as: noor.id, to: juniper.id, ...role });
  await page.waitForURL(`${stack.info.webUrl}/g/${guild}/inbox`);
  await untilLive(page);
  await discord.takeRole({ as: noor.id, from: juniper.id, ...role });
  await expect(page.getByRole('heading', { name: 'You can no longer see this server' })).toBeVisible();
  await expect(page.getByText('Your role Support crew was taken away')).toBeVisible();
  await expectAccessible(page, 'access lost');
  await context.close();
});

test('what is written before the page’s scripts have come is kept', async ({ stack, deskOf }) => {
  const page = await deskOf(noor);
  let letThrough = () => {};
  const held = new Promise<void>((resolve) => (letThrough = resolve));
  await page.route('**/*.js', async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(`${stack.info.webUrl}/g/${guild}/t/2416`, { waitUntil: 'commit' });
  const composer = page.getByRole('textbox', { name: 'Reply', exact: true });
  await composer.fill('Quick as I am');
  letThrough();
  await untilLive(page);
  await expect(composer).toHaveValue('Quick as I am');
  await page.reload();
  await untilLive(page);
  await expect(composer).toHaveValue('Quick as I am');
  await composer.fill('');
});

test('a link to a ticket leads there after signing in, and never to another site', async ({
  browser,
  stack,
}) => {
  const { webUrl } = stack.info;
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(webUrl + ticket);
  await page.getByRole('button', { name: 'Continue with Discord' }).click();
  await page.getByRole('radio', { name: noor.name }).check();
  await page.getByRole('button', { name: 'Authorize' }).click();
  await page.waitForURL(webUrl + ticket);
  // Scripts see no cookie, and what Discord gave to sign in with is kept nowhere.
  expect(await page.evaluate(() => document.cookie)).toBe('');
  const session = (await context.cookies())
    .filter(({ name }) => /auth-token(\.\d)?$/.test(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ value }) => value.replace(/^base64-/, ''))
    .join('');
  const kept = Object.keys(JSON.parse(Buffer.from(session, 'base64url').toString()) as object);
  expect(kept).toContain('access_token');
  expect(kept.filter((name) => name.startsWith('provider'))).toEqual([]);
  await context.close();

  const stranger = await browser.newContext();
  const other = await stranger.newPage();
  await other.goto(`${webUrl}/sign-in?next=//example.com/evil`);
  await expect(other.locator('input[name=next]')).toHaveValue('/');
  await signIn(other, webUrl, noor.name);
  await stranger.close();
});
