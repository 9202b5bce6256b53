import { expect, test } from 'vitest';
import { eventually } from './eventually.ts';
import { conversation, marlowe, noor, openTicket, opensAsThread, startDemo } from './start-demo.ts';

test('a thread deleted while the bot was away, archived or not, is known as gone; an archived one is caught up', async () => {
  await using demo = await startDemo();
  const { discord, sql } = demo;
  await opensAsThread(demo);
  const people = [marlowe, '1180000000000000203', '1180000000000000206'];
  const [gone, asleep, quiet] = await Promise.all(people.map((one) => openTicket(demo, one)));
  await demo.bot.kill();
  await discord.say({ as: people[2]!, in: quiet!.channel_id, text: 'good night' });
  for (const { channel_id } of [asleep!, quiet!])
    await discord.changeChannel({ as: noor, in: channel_id, archived: true });
  for (const { channel_id } of [gone!, asleep!]) await discord.deleteChannel({ as: noor, in: channel_id });
  demo.bot = await demo.start();
  for (const { id } of [gone!, asleep!])
    await eventually('it is known as deleted', async () => {
      const [ticket] = await sql`select channel_state from public.tickets where id = ${id}`;
      return ticket?.channel_state === 'deleted';
    });
  await eventually(
    'what was said is there',
    async () => (await conversation(demo, quiet!.id)).join() === 'good night',
  );
  const [ticket] = await sql`select channel_state from public.tickets where id = ${quiet!.id}`;
  expect(ticket?.channel_state).toBe('open');
});
