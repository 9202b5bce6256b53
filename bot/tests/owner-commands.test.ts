import { expect } from 'vitest';
import { demoTest } from './demo-test.ts';
import { eventually } from './eventually.ts';
import { harbor, ines, marlowe, openTicket, theo, type Demo } from './start-demo.ts';

const test = demoTest();

/** Uses a command in a ticket's channel and waits for what the member is told alone. */
async function use(
  { discord }: Demo,
  as: string,
  channel: string,
  name: string,
  words: string,
  options: Record<string, string> = {},
): Promise<void> {
  const before = (await discord.ephemerals(as)).length;
  await discord.command({ as, in: channel, guild: harbor, name, options });
  // First Discord is told to wait, with nothing to read.
  const told = await eventually(`/${name} is answered`, async () =>
    (await discord.ephemerals(as)).slice(before).find(({ content }) => content),
  );
  expect(told.content).toContain(words);
}

const ticketNow = async ({ sql }: Demo, id: string) =>
  (await sql`select assignee_id, priority from public.tickets where id = ${id}`)[0]!;

test('agents claim, release and rank a ticket in its channel, and nobody else does', async ({ demo }) => {
  const { id, channel_id } = await openTicket(demo, marlowe);
  await use(demo, theo, channel_id, 'claim', 'The ticket is yours');
  await use(demo, ines, channel_id, 'claim', `<@${theo}> already has this ticket`);
  await use(demo, ines, channel_id, 'release', `<@${theo}>’s ticket`);
  expect(await ticketNow(demo, id)).toMatchObject({ assignee_id: theo });
  await use(demo, theo, channel_id, 'release', 'The ticket has no owner now');
  await use(demo, ines, channel_id, 'priority', 'Urgent', { level: 'urgent' });
  expect(await ticketNow(demo, id)).toMatchObject({ assignee_id: null, priority: 'urgent' });
  for (const name of ['claim', 'release', 'priority'])
    await use(
      demo,
      marlowe,
      channel_id,
      name,
      'Your roles do not allow this',
      name === 'priority' ? { level: 'low' } : {},
    );
  expect(await ticketNow(demo, id)).toMatchObject({ assignee_id: null, priority: 'urgent' });
});
