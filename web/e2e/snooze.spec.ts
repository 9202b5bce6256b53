import { expect } from '@playwright/test';
import postgres from 'postgres';
import { signInClient } from '../../supabase/start/sign-in-client.ts';
import { guild, noor, test, theo, untilLive } from './demo.ts';

/** Marlowe's, in a channel where the bot hears them. */
const ticket = 2418;

test('a snoozed ticket leaves the inbox until its time has come, its requester writes, or an agent wakes it, on the desk and by /snooze', async ({
  stack,
  deskOf,
  discord,
}) => {
  const sql = postgres(stack.info.databaseUrl!, { max: 1, onnotice: () => {} });
  const page = await deskOf(noor);
  const { webUrl } = stack.info;
  await page.goto(`${webUrl}/g/${guild}/t/${ticket}`);
  await untilLive(page);
  const row = page.getByRole('region', { name: 'Tickets' }).getByRole('link', { name: `#${ticket}` });
  const log = page.getByRole('log');
  const dialog = page.getByRole('dialog', { name: `Snooze #${ticket}` });
  const link = await page.getByRole('link', { name: 'Open in Discord' }).getAttribute('href');
  const channel = link!.split('/').at(-1)!;
  const [{ requester }] = await sql<[{ requester: string }]>`
    select requester_id as requester from public.tickets where number = ${ticket}`;

  await test.step('an agent chooses a time on the desk; the list lets it go, and its own view has it', async () => {
    await expect(row).toBeVisible();
    await page.keyboard.press('h');
    await dialog.getByRole('button', { name: 'Tomorrow' }).click();
    await expect(dialog).toBeHidden();
    await expect(row).toBeHidden();
    await expect(log.getByText(/snoozed the ticket until \w{3} .+09:00/)).toBeVisible();
    await page
      .getByRole('link', { name: /^Snoozed/ })
      .first()
      .click();
    await expect(row).toContainText(/until \w{3} .+09:00/);
    await page.goto(`${webUrl}/g/${guild}/t/${ticket}`);
    await untilLive(page);
  });

  await test.step('what its requester writes wakes it, once', async () => {
    await discord.say({ as: requester, in: channel, text: 'Oh, it works again.' });
    await expect(log.getByText('A message from the requester woke the ticket')).toHaveCount(1);
    await expect(row).toBeVisible();
  });

  const colleague = await signInClient(stack.info, theo.id);
  const { data: id } = await colleague.rpc('find_ticket', { guild, number: ticket });
  const snooze = async (until: string, stays = false) =>
    (await colleague.rpc('snooze_ticket', { ticket: id!, until, stays })).error?.code;

  await test.step('one that is to stay does, and its timer wakes it when the time has come', async () => {
    expect(await snooze(new Date(Date.now() + 2 * 3_600_000).toISOString(), true)).toBeUndefined();
    await discord.say({ as: requester, in: channel, text: 'Only to say thank you.' });
    await expect(log.getByText('Only to say thank you.')).toBeVisible();
    await expect(row).toBeHidden();
    await sql`update private.clock set ahead = interval '3 hours'`;
    await expect(log.getByText('The snooze is over')).toHaveCount(1);
    await expect(row).toBeVisible();
    await sql`update private.clock set ahead = interval '0'`;
  });

  await test.step('a time that is past, or that no reader can parse, is refused', async () => {
    for (const until of [
      new Date().toISOString(),
      '1999-01-01T00:00:00Z',
      'infinity',
      '20000-01-01T00:00:00Z',
    ])
      expect([until, await snooze(until)]).toEqual([until, 'TF008']);
  });

  await test.step('/snooze puts it off for a while and wakes it; members are refused', async () => {
    const use = (as: string, hours: number) =>
      discord.command({ as, in: channel, guild, name: 'snooze', options: { for: hours } });
    const told = (as: string, words: string) =>
      expect
        .poll(async () => (await discord.ephemerals(as)).some(({ content }) => content.includes(words)))
        .toBe(true);
    await use(requester, 3);
    await told(requester, 'Your roles do not allow this');
    await use(theo.id, 24);
    await told(theo.id, 'The ticket is snoozed until <t:');
    await expect(row).toBeHidden();
    await use(theo.id, 0);
    await told(theo.id, 'The ticket is awake');
    await expect(row).toBeVisible();
    await expect(log.getByText('woke the ticket').last()).toContainText(theo.name);
  });

  await test.step('closing it ends the snooze and its timer', async () => {
    expect(await snooze('2100-01-01T09:00:00Z')).toBeUndefined();
    expect((await colleague.rpc('close_ticket', { ticket: id! })).error).toBeNull();
    expect(await sql`select from private.timers where kind = 'wake'`).toHaveLength(0);
    expect(await snooze('2100-01-01T09:00:00Z')).toBe('TF002');
    await expect(page.getByRole('button', { name: 'Snooze' })).toBeHidden();
    expect((await colleague.rpc('reopen_ticket', { ticket: id! })).error).toBeNull();
    await expect(row).toBeVisible();
  });
  await sql.end();
});
