import { signInClient } from '../../supabase/start/sign-in-client.ts';
import { expect, guild, marlowe, noor, test, theo, untilLive } from './demo.ts';

const number = 2418;

test('an admin chooses the language in which everyone in a ticket reads the bot, takes it back, and the log says so', async ({
  stack,
  deskOf,
  discord,
}) => {
  const page = await deskOf(noor);
  await page.goto(`${stack.info.webUrl}/g/${guild}/settings/language`);
  await untilLive(page);
  const german = page.getByRole('radio', { name: 'Deutsch' });
  const english = page.getByRole('radio', { name: 'English' });
  await expect(english).toBeChecked();
  await german.check();
  await expect(page.getByText('TicketFlow now speaks Deutsch in your tickets.')).toBeVisible();
  await page.reload();
  await untilLive(page);
  await expect(german).toBeChecked();

  const client = await signInClient(stack.info, noor.id);
  const { data: id } = await client.rpc('find_ticket', { guild, number });
  await client.rpc('close_ticket', { ticket: id! });
  const channel = (await discord.channels(guild)).find(({ name }) => name?.endsWith(String(number)))!;
  await expect
    .poll(async () => JSON.stringify(await discord.messages(channel.id)))
    .toContain('Geschlossen von Noor Haddad');
  await client.rpc('reopen_ticket', { ticket: id! });

  await english.check();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(german).toBeChecked();
  await english.check();
  await expect(english).toBeChecked();
  await page.getByRole('link', { name: 'Audit log' }).first().click();
  await expect(page.getByText('Noor Haddad set the language of the server').first()).toBeVisible();
});

test('the language is for admins: others are told so, and refused', async ({ stack, deskOf }) => {
  const page = await deskOf(theo);
  await page.goto(`${stack.info.webUrl}/g/${guild}/settings/language`);
  await expect(page.getByRole('heading', { name: 'The language is for admins' })).toBeVisible();
  for (const { id } of [theo, marlowe]) {
    const client = await signInClient(stack.info, id);
    expect((await client.rpc('set_guild_language', { guild, language: 'de' })).error?.code).toBe('TF005');
  }
});
