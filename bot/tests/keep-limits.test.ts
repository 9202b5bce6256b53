import { expect, test } from 'vitest';
import { delivered, marlowe, openTicket, reply, startDemo, theo } from './start-demo.ts';

test('a burst of replies keeps to Discord’s limits by itself: in order, and never answered 429', async () => {
  // Discord's own limits: five messages in two seconds by a webhook.
  await using demo = await startDemo({});
  const ticket = await openTicket(demo, marlowe);
  const ids: string[] = [];
  for (let n = 1; n <= 9; n += 1) ids.push(await reply(demo, theo, ticket.id, `answer ${n}`));
  for (const id of ids) await delivered(demo, id, 'sent', 15_000);
  const said = (await demo.discord.messages(ticket.channel_id)).map(({ content }) => content).filter(Boolean);
  expect(said).toEqual(ids.map((_, n) => `answer ${n + 1}`));
  expect((await demo.discord.requests()).filter(({ status }) => status === 429)).toEqual([]);
});
