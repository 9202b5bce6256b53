import type { Page } from '@playwright/test';
import postgres from 'postgres';
import { expect, guild, noor, sam, supportCrew, test, theo, untilLive } from './demo.ts';
import { expectAccessible } from './expect-accessible.ts';

const supportLead = '1180000000000000302';
const rowsOf = (page: Page) => page.getByRole('list', { name: 'Labels' }).getByRole('listitem');
const names = (page: Page) =>
  rowsOf(page).evaluateAll((rows) => rows.map((row) => row.textContent!.trim().split('\n')[0]!.trim()));
const form = (page: Page, name: string) => page.getByRole('form', { name });

async function openLabels(page: Page, webUrl: string): Promise<void> {
  await page.goto(`${webUrl}/g/${guild}/settings/labels`);
  await expect(page.getByRole('heading', { name: 'Labels' })).toBeVisible();
  await untilLive(page);
}

async function addLabel(page: Page, name: string, colour: string): Promise<void> {
  await page.getByRole('button', { name: 'New label' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByRole('radio', { name: colour }).check();
  await page.getByRole('button', { name: 'Add label' }).click();
  await expect(rowsOf(page).filter({ hasText: name })).toBeVisible();
}

test('a manager adds, edits, orders and removes labels, by keys alone where that is quicker', async ({
  stack,
  deskOf,
}) => {
  const page = await deskOf(sam);
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('link', { name: 'Labels' }).click();
  await expect(page.getByText('No labels yet')).toBeVisible();
  await untilLive(page);

  await test.step('what is wrong with a field is said at it, and what is taken too', async () => {
    await page.getByRole('button', { name: 'New label' }).click();
    const name = page.getByRole('textbox', { name: 'Name' });
    await expect(name).toBeFocused();
    await page.getByRole('button', { name: 'Add label' }).click();
    await expect(name).toHaveAccessibleDescription('Write something here.');
    await expect(name).toBeFocused();
    await expectAccessible(page, 'a new label');
    await name.fill('🏮'.repeat(41));
    await page.keyboard.press('Enter');
    await expect(name).toHaveAccessibleDescription('At most 40 characters.');
    await name.fill('🏮'.repeat(40));
    await page.keyboard.press('Enter');
    await expect(rowsOf(page)).toHaveCount(1);
    await page.getByRole('button', { name: 'New label' }).click();
    await name.fill('🏮'.repeat(40));
    await page.keyboard.press('Enter');
    await expect(name).toHaveAccessibleDescription('There is one like this already.');
    await page.getByRole('button', { name: 'Discard' }).click();
    await page.getByRole('button', { name: /^Remove/ }).click();
    await expect(page.getByText('No labels yet')).toBeVisible();
  });

  for (const [name, colour] of [
    ['refund', 'Red'],
    ['lost item', 'Violet'],
    ['cannot sign in', 'Blue'],
  ] as const)
    await addLabel(page, name, colour);
  expect(await names(page)).toEqual(['refund', 'lost item', 'cannot sign in']);

  await test.step('Space lifts a label, arrows move it, Escape puts it back, Space drops it', async () => {
    const handle = page.getByRole('button', { name: /^Move cannot sign in/ });
    await handle.focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowUp');
    await expect(handle).toHaveAccessibleName('Move cannot sign in, 2 of 3');
    await page.keyboard.press('Escape');
    expect(await names(page)).toEqual(['refund', 'lost item', 'cannot sign in']);
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    // The page shows the new order before the database has it, and a reload would cut its way there.
    const moved = page.waitForResponse('**/rpc/move_label');
    await page.keyboard.press('Space');
    await expect(handle).toBeFocused();
    await expect(handle).toHaveAttribute('aria-pressed', 'false');
    const ordered = ['cannot sign in', 'refund', 'lost item'];
    await expect.poll(() => names(page)).toEqual(ordered);
    await moved;
    await page.reload();
    await expect(rowsOf(page)).toHaveCount(3);
    expect(await names(page)).toEqual(ordered);
  });

  await test.step('the pointer drags one down', async () => {
    await untilLive(page);
    const from = (await page.getByRole('button', { name: /^Move cannot sign in/ }).boundingBox())!;
    const to = (await rowsOf(page).nth(2).boundingBox())!;
    await page.mouse.move(from.x + 8, from.y + 8);
    await page.mouse.down();
    await page.mouse.move(from.x + 8, to.y + to.height - 4, { steps: 5 });
    await page.mouse.up();
    await expect.poll(() => names(page)).toEqual(['refund', 'lost item', 'cannot sign in']);
  });

  await test.step('what is removed comes back where it was', async () => {
    await page.getByRole('button', { name: 'Remove lost item' }).click();
    await expect(rowsOf(page)).toHaveCount(2);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => names(page)).toEqual(['refund', 'lost item', 'cannot sign in']);
  });

  await test.step('a new one comes last, also after one that was removed', async () => {
    await page.getByRole('button', { name: 'Remove refund' }).click();
    await expect(rowsOf(page)).toHaveCount(2);
    await addLabel(page, 'shop', 'Green');
    expect(await names(page)).toEqual(['lost item', 'cannot sign in', 'shop']);
  });

  await test.step('an agent below manager is told so, and reads no label', async () => {
    const agent = await deskOf(theo);
    await agent.goto(`${stack.info.webUrl}/g/${guild}/settings/labels`);
    await expect(agent.getByRole('heading', { name: '“Labels” is for managers and admins' })).toBeVisible();
    await expect(agent.getByText('lost item')).toHaveCount(0);
  });
});

test('two desks edit one label: the later save says who changed it and when, keeps both, and asks which it is to be', async ({
  stack,
  deskOf,
}) => {
  const [a, b] = [await deskOf(sam), await deskOf(noor)];
  await openLabels(a, stack.info.webUrl);
  await addLabel(a, 'shipping', 'Teal');
  await openLabels(b, stack.info.webUrl);

  await b.getByRole('button', { name: 'Edit shipping' }).click();
  await b.getByRole('textbox', { name: 'Name' }).fill('parcels');
  await a.getByRole('button', { name: 'Edit shipping' }).click();
  await a.getByRole('textbox', { name: 'Name' }).fill('delivery');
  await a.getByRole('radio', { name: 'Orange' }).check();
  await a.getByRole('button', { name: 'Save changes' }).click();
  await expect(rowsOf(a).filter({ hasText: 'delivery' })).toBeVisible();

  const edit = form(b, 'Edit delivery');
  const notice = edit.getByRole('alert');
  await expect(notice).toContainText(/Sam Adeyemi changed this at \d\d:\d\d\./);
  const answer = b.waitForResponse('**/rpc/save_label');
  await edit.getByRole('button', { name: 'Save changes' }).click();
  // Refused by the database too; what was written stays.
  expect(await (await answer).json()).toMatchObject({ code: 'TF021' });
  await expect(notice).toContainText('Sam Adeyemi changed this');
  await expect(edit.getByRole('textbox', { name: 'Name' })).toHaveValue('parcels');
  await expect(notice.getByRole('row', { name: 'Name' })).toContainText('delivery');
  await expect(notice.getByRole('row', { name: 'Name' })).toContainText('parcels');
  await expect(notice.getByRole('row', { name: 'Colour' })).toContainText('Orange');
  await expectAccessible(b, 'a stale label');
  await edit.getByRole('button', { name: 'Keep mine' }).click();
  await expect(notice).toHaveCount(0);
  await form(b, 'Edit delivery').getByRole('button', { name: 'Save changes' }).click();
  await expect(rowsOf(b).filter({ hasText: 'parcels' })).toBeVisible();
  await expect(rowsOf(a).filter({ hasText: 'parcels' })).toBeVisible();

  await test.step('one that a colleague removed is added again only by hand', async () => {
    await b.getByRole('button', { name: 'Edit parcels' }).click();
    await b.getByRole('textbox', { name: 'Name' }).fill('post');
    await a.getByRole('button', { name: 'Remove parcels' }).click();
    await expect(b.getByRole('alert')).toContainText('Somebody has removed this since you began.');
    await expect(b.getByRole('textbox', { name: 'Name' })).toHaveValue('post');
    await b.getByRole('button', { name: 'Keep mine' }).click();
    await b.getByRole('button', { name: 'Add label' }).click();
    await expect(rowsOf(a).filter({ hasText: 'post' })).toBeVisible();
  });

  await test.step('the audit log says who did what, with both versions', async () => {
    await b.goto(`${stack.info.webUrl}/g/${guild}/settings/audit?of=labels`);
    const entries = b.getByRole('listitem').filter({ hasText: 'the label' });
    await expect(entries.filter({ hasText: 'changed the label shipping' })).toContainText('delivery, Orange');
    await expect(entries.filter({ hasText: 'changed the label delivery' })).toContainText('parcels');
  });
});

test('what is written and not saved outlives a reload, and leaving the page asks first', async ({
  stack,
  deskOf,
}) => {
  const page = await deskOf(sam);
  await openLabels(page, stack.info.webUrl);
  await page.getByRole('button', { name: 'New label' }).click();
  const name = page.getByRole('textbox', { name: 'Name' });
  await name.fill('half a thought');
  await expect(page.getByText('1 change not saved')).toBeVisible();

  const question = page.getByRole('alertdialog', { name: 'Leave without saving?' });
  await page.getByRole('link', { name: 'Block list' }).click();
  await question.getByRole('button', { name: 'Stay' }).click();
  await expect(page).toHaveURL(/labels$/);
  await expect(name).toHaveValue('half a thought');
  await name.press('Escape');
  await question.getByRole('button', { name: 'Stay' }).click();

  // The browser's own question, as it asks when the page ends.
  const asked: string[] = [];
  page.on('dialog', (dialog) => {
    asked.push(dialog.type());
    void dialog.accept();
  });
  await page.reload();
  expect(asked).toEqual(['beforeunload']);
  await expect(name).toHaveValue('half a thought');

  await page.getByRole('link', { name: 'Block list' }).click();
  await question.getByRole('button', { name: 'Leave' }).click();
  await expect(page.getByRole('heading', { name: 'Block list' })).toBeVisible();
  await openLabels(page, stack.info.webUrl);
  await expect(name).toHaveCount(0);
});

test('a save whose answer is lost is made once, and said to be made when it is tried again', async ({
  stack,
  deskOf,
}) => {
  const page = await deskOf(sam);
  await openLabels(page, stack.info.webUrl);
  const loseNextAnswer = () =>
    page.route(
      '**/rpc/save_label',
      async (route) => {
        await route.fetch();
        await route.abort();
      },
      { times: 1 },
    );
  await page.getByRole('button', { name: 'New label' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('once');
  await loseNextAnswer();
  await page.getByRole('textbox', { name: 'Name' }).press('Enter');
  await expect(page.getByRole('alert')).toContainText('cannot be reached');
  await page.getByRole('textbox', { name: 'Name' }).press('Enter');
  await expect(page.getByRole('form')).toHaveCount(0);
  await expect(rowsOf(page).filter({ hasText: 'once' })).toHaveCount(1);

  await page.getByRole('button', { name: 'Edit once' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('twice');
  await loseNextAnswer();
  await page.getByRole('textbox', { name: 'Name' }).press('Enter');
  await expect(page.getByRole('alert')).toContainText('It is now as you have it here.');
  await page.getByRole('textbox', { name: 'Name' }).press('Enter');
  await expect(page.getByRole('form')).toHaveCount(0);
  await expect(rowsOf(page).filter({ hasText: 'twice' })).toHaveCount(1);
});

test('a label that tickets carry is removed only once another takes its place on them', async ({
  stack,
  deskOf,
}) => {
  const sql = postgres(stack.info.databaseUrl!, { max: 1, onnotice: () => {} });
  const page = await deskOf(sam);
  await openLabels(page, stack.info.webUrl);
  await addLabel(page, 'broken', 'Red');
  await addLabel(page, 'defect', 'Pink');
  const idOf = async (name: string) =>
    (await sql`select id from public.labels where name = ${name}`)[0]!.id as string;
  const [broken, defect] = [await idOf('broken'), await idOf('defect')];
  await sql`update public.ticket_heads h set label_ids = ${[broken]}
    from public.tickets t where t.id = h.ticket_id and t.guild_id = ${guild} and t.number in (2418, 2420)`;

  await page.getByRole('button', { name: 'Remove broken' }).click();
  const question = page.getByRole('alertdialog', { name: '“broken” is in use' });
  await expect(question.getByRole('listitem')).toHaveText(['2 tickets use it']);
  await expectAccessible(page, 'a label in use');
  await question.getByRole('button', { name: 'Keep it' }).click();
  await expect(rowsOf(page).filter({ hasText: 'broken' })).toBeVisible();

  await page.getByRole('button', { name: 'Remove broken' }).click();
  const replace = question.getByRole('button', { name: 'Replace and remove' });
  await expect(replace).toBeDisabled();
  await question.getByRole('radio', { name: 'defect' }).check();
  await replace.click();
  await expect(page.getByText('defect is in the place of broken')).toBeVisible();
  await expect(rowsOf(page).filter({ hasText: 'broken' })).toHaveCount(0);
  const carried = await sql`select t.number, h.label_ids from public.ticket_heads h
    join public.tickets t on t.id = h.ticket_id where h.label_ids <> '{}' order by t.number`;
  expect(carried).toEqual([2418, 2420].map((number) => ({ number, label_ids: [defect] })));
  await sql.end();
});

test('a manager who loses the level while they write sees no label any more, and has their words back with the level', async ({
  stack,
  deskOf,
  discord,
}) => {
  const page = await deskOf(sam);
  await openLabels(page, stack.info.webUrl);
  await addLabel(page, 'kept', 'Lime');
  await page.getByRole('button', { name: 'Edit kept' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('kept in mind');
  await discord.setMember(guild, sam.id, { roles: [supportCrew] });
  await expect(page.getByRole('heading', { name: '“Labels” is for managers and admins' })).toBeVisible();
  await expect(page.getByText('kept')).toHaveCount(0);
  await discord.setMember(guild, sam.id, { roles: [supportLead, supportCrew] });
  await expect(page.getByRole('textbox', { name: 'Name' })).toHaveValue('kept in mind');
});
