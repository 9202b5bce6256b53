import AxeBuilder from '@axe-core/playwright';
import { expect, guild, noor, test } from './demo.ts';

test('a long reply shows the messages that it becomes, and they arrive in that order, code whole', async ({
  stack,
  deskOf,
  discord,
}) => {
  const page = await deskOf(noor);
  await page.goto(`${stack.info.webUrl}/g/${guild}/t/2417`);
  const composer = page.getByRole('textbox', { name: 'Reply', exact: true });
  const words = `Long one begins. ${'Close the game, then start it again. '.repeat(50)}`.trim();
  const code = `\`\`\`sh\n${'  lantern --check\n'.repeat(150)}\`\`\``;
  await composer.fill(`${words}\n\n${code}`);
  const preview = page.getByRole('region', { name: 'The messages it goes out as' });
  await expect(preview.getByText('3 messages')).toBeVisible();
  const rows = preview.getByRole('listitem');
  await expect(rows).toHaveCount(3);
  await expect(rows.first()).toContainText('Long one begins.');
  await expect(rows.first()).toContainText('start it again.');
  await expect(rows.last()).toContainText('lantern --check');
  expect((await new AxeBuilder({ page }).include('form').analyze()).violations).toEqual([]);

  await composer.press('Enter');
  await expect(preview).toHaveCount(0);
  const channel = (await discord.channels(guild)).find(({ name }) => name === 'ticket-2417')!.id;
  const sent = async () =>
    (await discord.messages(channel))
      .toSorted((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1))
      .map(({ content }) => content)
      .slice(-3);
  await expect
    .poll(sent)
    .toEqual([
      words,
      expect.stringMatching(/^```sh\n {2}lantern[^`]*\n```$/),
      expect.stringMatching(/^```sh\n {2}lantern[^`]*\n```$/),
    ]);
  expect((await sent()).join('').match(/lantern --check/g)).toHaveLength(150);
  const last = page.getByRole('log').getByRole('article').last();
  await expect(last.getByText('Sent')).toBeVisible();
});
