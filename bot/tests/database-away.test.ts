import { expect, test } from 'vitest';
import { layLine } from './cut-connection.ts';
import { eventually } from './eventually.ts';
import {
  appeals,
  conversation,
  delivered,
  getHelp,
  harbor,
  marlowe,
  moth,
  openTicket,
  reply,
  startWorld,
  theo,
} from './start-world.ts';

test('while the database is away members get words, and on its return nothing is missing', async () => {
  await using world = await startWorld(undefined, { isBotStarted: false });
  await using line = await layLine(world.env.BOT_DATABASE_URL);
  world.bot = await world.start({ BOT_DATABASE_URL: line.url });
  const { discord } = world;
  const ticket = await openTicket(world, marlowe);
  const where = { as: marlowe, in: ticket.channel_id };
  await discord.say({ ...where, text: 'before' });
  await eventually('it is recorded', async () => (await conversation(world, ticket.id)).length === 1);

  line.cut();
  const asked = await discord.command({
    as: moth,
    in: getHelp,
    guild: harbor,
    name: 'ticket',
    options: { category: appeals },
  });
  expect(asked.state).toBe('acknowledged');
  await eventually('he is told', async () =>
    (await discord.ephemerals(moth)).some(({ content }) => content.includes('cannot reach its database')),
  );
  for (let n = 1; n <= 3; n += 1) await discord.say({ ...where, text: `meanwhile ${n}` });
  const id = await reply(world, theo, ticket.id, 'from the desk');
  await eventually('the bot has noticed', async () =>
    world.bot.lines.some((words) => words.includes('events are dropped')),
  );
  line.mend();

  await delivered(world, id, 'sent', 20_000);
  await eventually(
    'all is there',
    async () =>
      (await conversation(world, ticket.id)).join() ===
      'before,meanwhile 1,meanwhile 2,meanwhile 3,from the desk',
    20_000,
  );
  await discord.say({ ...where, text: 'after' });
  await eventually('live again', async () => (await conversation(world, ticket.id)).at(-1) === 'after');
});
