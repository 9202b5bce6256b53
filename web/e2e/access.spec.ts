import type { Page } from '@playwright/test';
import postgres from 'postgres';
import { holdAnswers, setHidden, sleep } from './away.ts';
import { signInClient } from '../../supabase/start/sign-in-client.ts';
import { expect, guild, ines, noor, supportCrew, test, theo, untilLive } from './demo.ts';

const beta = '1180000000000000307';
const account = '5f0c0000-0000-4000-8000-000000000002';
const subject = 'Cannot sign in since I changed my phone';
const said = 'every single time';

const list = (page: Page) => page.getByRole('region', { name: 'Tickets' });
const open2420 = async (page: Page, webUrl: string) => {
  await page.goto(`${webUrl}/g/${guild}/t/2420`);
  await untilLive(page);
  await expect(page.getByRole('log').getByText(said)).toBeVisible();
};
/** Nothing of the guild's tickets can be seen. */
const expectBlank = async (page: Page) => {
  for (const text of [subject, said])
    await expect(page.getByText(text).locator('visible=true')).toHaveCount(0);
};
const lost = (page: Page) => page.getByRole('heading', { name: 'You can no longer see this server' });

test('an admin sets a level in its cell: it counts at once for all who hold the role, and an undo takes it back', async ({
  stack,
  deskOf,
  discord,
}) => {
  const admin = await deskOf(noor);
  const crew = await deskOf(theo);
  await expect(list(crew).getByText(subject)).toBeVisible();
  await admin.getByRole('link', { name: 'Settings' }).click();
  await expect(admin.getByRole('heading', { name: 'Roles and levels' })).toBeVisible();

  await admin.getByRole('button', { name: 'Support crew in the whole server: Agent' }).click();
  await admin.getByRole('menuitem', { name: 'No level here' }).click();
  await expect(lost(crew)).toBeVisible({ timeout: 5000 });
  await expect(crew.getByText(subject)).toHaveCount(0);

  await admin.getByRole('button', { name: 'Undo' }).click();
  await expect(list(crew).getByText(subject)).toBeVisible();
  await expect(admin.getByRole('button', { name: 'Support crew in the whole server: Agent' })).toBeVisible();

  await test.step('by keys: a role that had none opens one category', async () => {
    await admin.getByRole('button', { name: 'Add a role' }).click();
    await admin.getByRole('menuitem', { name: /Beta/ }).click();
    await admin.getByRole('button', { name: 'Beta in Purchases: no level' }).focus();
    await admin.keyboard.press('ArrowRight');
    await admin.keyboard.press('Enter');
    await expect(admin.getByRole('menuitem', { name: /^Agent/ })).toBeVisible();
    await admin.keyboard.press('2');
    await expect(admin.getByRole('button', { name: 'Beta in Account: Agent' })).toBeFocused();
  });

  await test.step('looking as that role shows what its holder would see', async () => {
    await admin
      .getByRole('row', { name: /Beta/ })
      .getByRole('button', { name: /View as/ })
      .click();
    await expect(admin.getByText(/^sees 1 of 8/)).toBeVisible();
    await expect(admin.getByText('may answer in Account')).toBeVisible();
    await expect(
      admin.getByRole('region', { name: 'The inbox of a holder' }).getByText(subject),
    ).toBeVisible();
    const holder = await signInClient(stack.info, ines.id);
    await discord.takeRole({ as: noor.id, guild, from: ines.id, role: supportCrew });
    await discord.giveRole({ as: noor.id, guild, to: ines.id, role: beta });
    await expect
      .poll(async () => {
        const { data } = await holder.rpc('list_tickets', { guild });
        return (data as { tickets: { number: number; assignee_id: string | null }[] }).tickets
          .filter((ticket) => ticket.assignee_id !== ines.id)
          .map((ticket) => ticket.number);
      })
      .toEqual([2420]);
    await admin.keyboard.press('Escape');
    await expect(admin.getByText('Viewing as')).toHaveCount(0);
    await discord.takeRole({ as: noor.id, guild, from: ines.id, role: beta });
    await discord.giveRole({ as: noor.id, guild, to: ines.id, role: supportCrew });
  });

  await test.step('the audit log tells each change, with what was before', async () => {
    await admin.getByRole('link', { name: 'Changes' }).click();
    const rows = admin.getByRole('listitem').filter({ hasText: 'set the level of' });
    await expect(rows.first()).toContainText('Beta in Account');
    await expect(rows.first()).toContainText('No level');
    await expect(rows.nth(1)).toContainText('Support crew in the whole server');
  });

  const client = await signInClient(stack.info, noor.id);
  await client.rpc('set_level', { guild, role: beta, category: account });
});

test('the button compares roles with Discord, and says when it was done', async ({ stack, deskOf }) => {
  const admin = await deskOf(noor);
  await admin.goto(`${stack.info.webUrl}/g/${guild}/settings/roles`);
  await untilLive(admin);
  await admin.getByRole('button', { name: 'Compare now' }).click();
  await expect(admin.getByText('Compared with Discord just now')).toBeVisible();
  await expect(admin.getByRole('button', { name: 'Compare now' })).toBeEnabled();
  await expect(admin.getByRole('row', { name: /Support crew/ }).getByTitle(/members hold it/)).toBeVisible();
});

test('a manager keeps the block list, and is told that levels are the admins’', async ({ stack, deskOf }) => {
  const page = await deskOf({ id: '1180000000000000104', name: 'Sam Adeyemi' });
  await page.getByRole('link', { name: 'Settings' }).click();
  await expect(page.getByRole('heading', { name: 'Block list' })).toBeVisible();
  await page.getByRole('button', { name: 'Block a member or role' }).click();
  await page.getByRole('textbox', { name: 'Member or role' }).fill('rook');
  await page.getByRole('button', { name: /^Rookery/ }).click();
  await page.getByRole('textbox', { name: 'Reason' }).fill('Asks for gold each hour');
  await page.getByRole('button', { name: 'Block', exact: true }).click();
  const row = page.getByRole('listitem').filter({ hasText: 'Rookery' });
  await expect(row).toContainText('Asks for gold each hour');
  await row.getByRole('button', { name: 'Edit Rookery' }).click();
  await page.getByRole('textbox', { name: 'Reason' }).fill('Asks for gold each minute');
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(row).toContainText('each minute');
  await row.getByRole('button', { name: /^Unblock/ }).click();
  await expect(page.getByText('Nobody is blocked')).toBeVisible();
  await page.goto(`${stack.info.webUrl}/g/${guild}/settings/roles`);
  await expect(page.getByRole('heading', { name: 'Setting levels is for admins' })).toBeVisible();
});

test('a manager restricts a ticket: it leaves the agents’ screens at once, and comes back to one who is made a participant', async ({
  stack,
  deskOf,
}) => {
  const manager = await deskOf({ id: '1180000000000000104', name: 'Sam Adeyemi' });
  const agent = await deskOf(theo);
  for (const page of [manager, agent]) await open2420(page, stack.info.webUrl);
  await manager.getByRole('button', { name: 'Its category' }).click();
  await manager.getByRole('menuitem', { name: 'Managers, participants' }).click();
  await expect(agent.getByRole('heading', { name: 'You can no longer see this ticket' })).toBeVisible({
    timeout: 5000,
  });
  await expectBlank(agent);
  await expect(manager.getByRole('log').getByText('locked the ticket to managers')).toBeVisible();

  await manager.getByRole('button', { name: 'Add participants' }).click();
  await manager.getByRole('textbox', { name: 'Add a participant' }).fill('theo');
  await manager.getByRole('button', { name: /^Theo Lindqvist/ }).click();
  await expect(list(agent).getByText(subject)).toBeVisible();
  // The page that was closed to them is not a dead end.
  await expect(agent.getByRole('log').getByText(said)).toBeVisible();
  await manager.getByRole('button', { name: 'Take Theo Lindqvist off' }).click();
  await expect(list(agent).getByText(subject)).toHaveCount(0);
  await manager.keyboard.press('Escape');
  await manager.getByRole('button', { name: 'Managers, participants' }).click();
  await manager.getByRole('menuitem', { name: 'Its category' }).click();
  await expect(list(agent).getByText(subject)).toBeVisible();
});

test.describe('a role taken away while nobody could hear it', () => {
  const takeAway = { as: noor.id, guild, from: theo.id, role: supportCrew };
  test.afterEach(async ({ discord, stack }) => {
    await discord.giveRole({ as: noor.id, guild, to: theo.id, role: supportCrew });
    const client = await signInClient(stack.info, theo.id);
    await expect.poll(async () => (await client.rpc('my_guilds')).data).not.toEqual([]);
  });
  /** The database knows, whatever the page heard. */
  const untilKnown = async (client: Awaited<ReturnType<typeof signInClient>>) =>
    expect.poll(async () => (await client.rpc('my_guilds')).data).toEqual([]);

  test('hidden: the page is blank on waking, until the database has answered that nothing is left', async ({
    stack,
    deskOf,
    discord,
  }) => {
    const page = await deskOf(theo);
    const client = await signInClient(stack.info, theo.id);
    await open2420(page, stack.info.webUrl);
    // From here on nothing of what happens reaches the page.
    const answer = await holdAnswers(page);
    await setHidden(page, true);
    await discord.takeRole(takeAway);
    await untilKnown(client);
    await setHidden(page, false);
    await expectBlank(page);
    await answer();
    await expect(lost(page)).toBeVisible({ timeout: 5000 });
    await expectBlank(page);
  });

  test('asleep: the same', async ({ stack, deskOf, discord }) => {
    const page = await deskOf(theo);
    const client = await signInClient(stack.info, theo.id);
    await open2420(page, stack.info.webUrl);
    const answer = await holdAnswers(page);
    const wake = await sleep(page);
    await discord.takeRole(takeAway);
    await untilKnown(client);
    await wake();
    await expectBlank(page);
    await answer();
    await expect(lost(page)).toBeVisible({ timeout: 5000 });
    await expectBlank(page);
  });

  test('offline: the same, once the network is back', async ({ stack, deskOf, discord }) => {
    const page = await deskOf(theo);
    const client = await signInClient(stack.info, theo.id);
    await open2420(page, stack.info.webUrl);
    await page.context().setOffline(true);
    await discord.takeRole(takeAway);
    await untilKnown(client);
    const answer = await holdAnswers(page);
    await page.context().setOffline(false);
    await expectBlank(page);
    await answer();
    await expect(lost(page)).toBeVisible({ timeout: 5000 });
    await expectBlank(page);
  });
});

test('a closed lid hides nothing: its own clock tells the page that it slept, and it is blank until it has asked', async ({
  stack,
  deskOf,
}) => {
  const page = await deskOf(noor);
  await page.clock.install();
  await open2420(page, stack.info.webUrl);
  const answer = await holdAnswers(page);
  await page.clock.fastForward(60_000);
  await expectBlank(page);
  await answer();
  await expect(page.getByRole('log').getByText(said)).toBeVisible();
});

test('an agent who lost nothing sees the page again as they left it, and goes on writing where they were', async ({
  stack,
  deskOf,
}) => {
  const page = await deskOf(noor);
  await open2420(page, stack.info.webUrl);
  const composer = page.getByRole('textbox', { name: 'Reply', exact: true });
  await composer.fill('In the middle of');
  const answer = await holdAnswers(page);
  await setHidden(page, true);
  await setHidden(page, false);
  await expectBlank(page);
  await expect(page.getByText('Checking what you may see.')).toBeVisible();
  await answer();
  await expect(page.getByRole('log').getByText(said)).toBeVisible();
  await expect(composer).toBeFocused();
  await page.keyboard.type(' a word');
  await expect(composer).toHaveValue('In the middle of a word');
  await composer.fill('');
});

test('a guild whose roles the bot has not seen for too long closes to all but its owner, says why, and opens by itself', async ({
  stack,
  deskOf,
}) => {
  const sql = postgres(stack.info.databaseUrl!, { max: 1, onnotice: () => {} });
  const page = await deskOf(theo);
  const owner = await deskOf(noor);
  await open2420(page, stack.info.webUrl);
  await stack.parts.bot!.stop();
  try {
    await sql`update public.guilds set access_seen_at = now() - interval '50 minutes' where id = ${guild}`;
    await setHidden(page, true);
    await setHidden(page, false);
    await expect(
      page.getByText(/Without it this server closes at \d\d:\d\d to all but its owner/),
    ).toBeVisible();
    await sql`update public.guilds set access_seen_at = now() - interval '61 minutes' where id = ${guild}`;
    await setHidden(page, true);
    await setHidden(page, false);
    await expect(page.getByRole('heading', { name: 'This server is closed for now' })).toBeVisible();
    await expect(page.getByText(/The bot has been unreachable since \d\d:\d\d/)).toBeVisible();
    await expectBlank(page);
    await owner.reload();
    await expect(list(owner).getByText(subject)).toBeVisible();
    await page.goto(`${stack.info.webUrl}/g/${guild}/inbox`);
    await expect(page.getByText(/The bot has been unreachable since \d\d:\d\d/)).toBeVisible();
  } finally {
    await stack.startBot();
    await sql.end();
  }
  await page.goto(`${stack.info.webUrl}/g/${guild}/inbox`);
  await expect(list(page).getByText(subject)).toBeVisible();
});
