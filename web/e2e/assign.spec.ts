import { expect } from '@playwright/test';
import { guild, ines, marlowe, noor, test, theo, untilLive } from './demo.ts';

const ticket = 2418;

test('an agent gives a ticket to somebody on the desk, who is offered only when they may answer in it', async ({
  stack,
  deskOf,
}) => {
  const page = await deskOf(noor);
  await page.goto(`${stack.info.webUrl}/g/${guild}/t/${ticket}`);
  await untilLive(page);
  await page.keyboard.press('a');
  const dialog = page.getByRole('dialog', { name: `Assign #${ticket}` });
  await dialog.getByLabel('To whom').fill(marlowe.name);
  await expect(dialog.getByText('Nobody by that name')).toBeVisible();
  await dialog.getByLabel('To whom').fill('Inês');
  await dialog.getByRole('button', { name: ines.name }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('log').getByText(`gave the ticket to ${ines.name}`)).toBeVisible();
  await expect(page.getByRole('complementary', { name: 'Properties' }).getByText(ines.name)).toBeVisible();
});

test('/assign gives the ticket of its channel to a member, and refuses who cannot answer there', async ({
  stack,
  deskOf,
  discord,
}) => {
  const page = await deskOf(noor);
  await page.goto(`${stack.info.webUrl}/g/${guild}/t/${ticket}`);
  await untilLive(page);
  const link = await page.getByRole('link', { name: 'Open in Discord' }).getAttribute('href');
  const channel = link!.split('/').at(-1)!;
  const assign = (member: string) =>
    discord.command({ as: theo.id, in: channel, guild, name: 'assign', options: { member } });
  const told = async (words: string) =>
    (await discord.ephemerals(theo.id)).some(({ content }) => content.includes(words));

  await assign(marlowe.id);
  await expect.poll(() => told('They cannot answer in this ticket')).toBe(true);
  await assign(theo.id);
  await expect.poll(() => told(`The ticket now belongs to <@${theo.id}>.`)).toBe(true);
  await expect(page.getByRole('log').getByText(`gave the ticket to ${theo.name}`)).toBeVisible();
});
