import type { Page } from '@playwright/test';
import { expect, getHelp, guild, juniper, noor, supportCrew, test, theo } from './demo.ts';

/** The simulated Discord in a browser window, as this person, in this channel. */
async function discordOf(
  page: Page,
  discordWebUrl: string,
  person: string,
  channel = getHelp,
): Promise<Page> {
  await page.goto(`${discordWebUrl}/#/${person}/${guild}/${channel}`);
  return page;
}

test('a request goes from Discord to the desk and back, live, under the agent’s name, until their role is taken away', async ({
  stack,
  browser,
  deskOf,
  discord,
}) => {
  const desk = await deskOf(theo);
  const second = await deskOf(noor);
  const member = await discordOf(
    await (await browser.newContext()).newPage(),
    stack.info.discordWebUrl,
    juniper.id,
  );
  const list = (page: Page) => page.getByRole('region', { name: 'Tickets' });
  const conversation = (page: Page) => page.getByRole('log');

  await test.step('the requester opens a ticket by the panel’s button and its form', async () => {
    await member.getByRole('button', { name: 'Account' }).click();
    const modal = member.getByRole('dialog', { name: 'Account' });
    await modal
      .getByLabel('What is wrong with your account?')
      .fill('The lighthouse does not know my name any more');
    await modal.getByRole('button', { name: 'Submit' }).click();
    await member
      .getByRole('link', { name: /ticket-2422/ })
      .first()
      .click();
    await expect(
      member.getByRole('log').getByText('The lighthouse does not know my name any more'),
    ).toBeVisible();
  });

  await test.step('it appears on both desks without a reload', async () => {
    for (const page of [desk, second]) {
      await expect(list(page).getByText('The lighthouse does not know my name any more')).toBeVisible();
      await list(page).getByText('The lighthouse does not know my name any more').click();
      await expect(
        page.getByRole('heading', { name: 'The lighthouse does not know my name any more' }),
      ).toBeVisible();
    }
  });

  await test.step('what the requester writes, edits and deletes, the agent sees', async () => {
    const composer = member.getByRole('textbox', { name: 'Message #ticket-2422' });
    await composer.fill('It says **Junipher**');
    await composer.press('Enter');
    await composer.fill('and it is foggy');
    await composer.press('Enter');
    for (const page of [desk, second]) {
      await expect(conversation(page).getByText('It says Junipher')).toBeVisible();
      await expect(conversation(page).getByText('and it is foggy')).toBeVisible();
    }
    const [fog, name] = await discord.read({ as: juniper.id, in: await channelOf() });
    await discord.edit({
      as: juniper.id,
      in: await channelOf(),
      message: name!.id,
      text: 'It says *Junipherus*',
    });
    await discord.remove({ as: juniper.id, in: await channelOf(), message: fog!.id });
    for (const page of [desk, second]) {
      await expect(conversation(page).getByText('It says Junipherus')).toBeVisible();
      await expect(conversation(page).getByText('(edited)')).toBeVisible();
      await expect(conversation(page).getByText('and it is foggy')).toHaveCount(0);
      await expect(conversation(page).getByText('Message deleted')).toBeVisible();
    }
  });

  await test.step('what the agent replies, edits and deletes stands in Discord under their name', async () => {
    const composer = desk.getByRole('textbox', { name: 'Reply', exact: true });
    await composer.fill('We are asking the lighthouse.');
    await composer.press('Enter');
    await composer.fill('It is a shy one.');
    await composer.press('Enter');
    const log = member.getByRole('log');
    await expect(log.getByText('We are asking the lighthouse.')).toBeVisible();
    await expect(log.getByText('It is a shy one.')).toBeVisible();
    await expect(log.getByText(theo.name).first()).toBeVisible();
    await expect(conversation(desk).getByText('Sent').last()).toBeVisible();
    await expect(conversation(second).getByText('It is a shy one.')).toBeVisible();

    await act(desk, 'We are asking the lighthouse.', 'Edit');
    const editor = desk.getByRole('textbox', { name: 'Edit the message' });
    await editor.fill('We have asked the lighthouse.');
    await editor.press('Enter');
    await expect(log.getByText('We have asked the lighthouse.')).toBeVisible();
    await expect(log.getByText('We are asking the lighthouse.')).toHaveCount(0);

    await act(desk, 'It is a shy one.', 'Delete');
    await desk.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
    await expect(log.getByText('It is a shy one.')).toHaveCount(0);
    await expect(conversation(second).getByText('It is a shy one.')).toHaveCount(0);
  });

  await test.step('the ticket is closed and opened again from the desk, and Discord says so', async () => {
    await desk.getByRole('button', { name: 'Close', exact: true }).click();
    await expect(desk.getByRole('button', { name: 'Reopen' }).first()).toBeVisible();
    await expect(
      member
        .getByRole('log')
        .getByText(/closed/i)
        .last(),
    ).toBeVisible();
    await desk.getByRole('button', { name: 'Reopen' }).first().click();
    await expect(
      member
        .getByRole('log')
        .getByText(/reopened|open again/i)
        .last(),
    ).toBeVisible();
  });

  await test.step('the agent’s role is taken away: their page is empty at once, the other’s is not', async () => {
    await discord.takeRole({ as: noor.id, guild, from: theo.id, role: supportCrew });
    await expect(desk.getByText('We have asked the lighthouse.')).toHaveCount(0, { timeout: 5_000 });
    await expect(desk.getByText('The lighthouse does not know my name any more')).toHaveCount(0);
    await expect(conversation(second).getByText('We have asked the lighthouse.')).toBeVisible();
    await discord.giveRole({ as: noor.id, guild, to: theo.id, role: supportCrew });
  });

  async function channelOf(): Promise<string> {
    const channels = await discord.channels(guild);
    return channels.find((channel) => channel.name === 'ticket-2422')!.id;
  }

  async function act(page: Page, text: string, name: string): Promise<void> {
    const message = conversation(page).getByRole('article').filter({ hasText: text }).last();
    await message.hover();
    await message.getByRole('button', { name, exact: true }).click();
  }
});

test('the bot, killed in the middle and started again, loses and doubles nothing', async ({
  stack,
  deskOf,
  discord,
}) => {
  const desk = await deskOf(noor);
  await desk.getByText('Cannot sign in since I changed my phone').first().click();
  const log = desk.getByRole('log');
  await expect(log.getByText('every single time')).toBeVisible();
  const kestrel = '1180000000000000202';
  const channel = (await discord.channels(guild)).find(({ name }) => name === 'ticket-2420')!.id;
  const say = (text: string) => discord.say({ as: kestrel, in: channel, text });

  const before = await Promise.all(
    ['to be edited one', 'to be edited two', 'to be edited three', 'to go one', 'to go two'].map(say),
  );
  await expect(log.getByText('to go two')).toBeVisible();
  await stack.parts.bot!.kill();

  // A reply sent while nobody can deliver it waits.
  const composer = desk.getByRole('textbox', { name: 'Reply', exact: true });
  await composer.fill('Written while the bot was dead');
  await composer.press('Enter');
  for (let n = 1; n <= 20; n += 1) await say(`while you were away ${n}.`);
  const ids = Object.fromEntries(before.map((message) => [message.content, message.id]));
  for (const n of ['one', 'two', 'three'])
    await discord.edit({ as: kestrel, in: channel, message: ids[`to be edited ${n}`]!, text: `edited ${n}` });
  for (const n of ['one', 'two'])
    await discord.remove({ as: kestrel, in: channel, message: ids[`to go ${n}`]! });
  await stack.startBot();

  for (let n = 1; n <= 20; n += 1)
    await expect(log.getByText(`while you were away ${n}.`, { exact: true })).toHaveCount(1);
  for (const n of ['one', 'two', 'three']) await expect(log.getByText(`edited ${n}`)).toHaveCount(1);
  await expect(log.getByText(/^to (go|be edited)/)).toHaveCount(0);
  const shown = await log.getByText(/^while you were away/).allTextContents();
  expect(shown.map((text) => Number(/\d+/.exec(text)![0]))).toEqual(
    Array.from({ length: 20 }, (_, n) => n + 1),
  );

  await expect
    .poll(
      async () =>
        (await discord.messages(channel)).filter(
          ({ content }) => content === 'Written while the bot was dead',
        ).length,
    )
    .toBe(1);
});
