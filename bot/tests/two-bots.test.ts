import { expect, test } from 'vitest';
import { eventually } from './eventually.ts';
import {
  conversation,
  delivered,
  harbor,
  ines,
  marlowe,
  openTicket,
  reply,
  startWorld,
  theo,
} from './start-world.ts';

test('two bots at once, as while one takes over from the other, double nothing', async () => {
  await using world = await startWorld();
  const { discord, sql } = world;
  await world.start();
  const before = (await discord.channels(harbor)).length;
  const ticket = await openTicket(world, marlowe);
  expect((await discord.channels(harbor)).length).toBe(before + 1);
  expect(await discord.messages(ticket.channel_id)).toHaveLength(1);

  const ids: string[] = [];
  for (let n = 1; n <= 10; n += 1) {
    await discord.say({ as: marlowe, in: ticket.channel_id, text: `question ${n}` });
    ids.push(await reply(world, n % 2 ? theo : ines, ticket.id, `answer ${n}`));
  }
  for (const id of ids) await delivered(world, id);
  const said = (await discord.messages(ticket.channel_id)).map(({ content }) => content).filter(Boolean);
  expect(said).toHaveLength(20);
  expect(said.filter((text) => text.startsWith('answer'))).toEqual(ids.map((_, n) => `answer ${n + 1}`));
  await eventually(
    'all is recorded',
    async () => (await conversation(world, ticket.id)).join() === said.join(),
  );
  const [doubled] =
    await sql`select count(*)::int as n from public.messages where ticket_id = ${ticket.id} and kind <> 'event'`;
  expect(doubled?.n).toBe(20);
});
