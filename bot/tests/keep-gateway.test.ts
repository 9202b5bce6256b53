import { test } from 'vitest';
import { eventually } from './eventually.ts';
import { conversation, marlowe, openTicket, startDemo } from './start-demo.ts';

test('a gateway that breaks, asks to reconnect or forgets the session loses no message', async () => {
  await using demo = await startDemo();
  const { discord } = demo;
  const ticket = await openTicket(demo, marlowe);
  const expected: string[] = [];
  const say = async (text: string) => {
    await discord.say({ as: marlowe, in: ticket.channel_id, text });
    expected.push(text);
  };
  await say('first');
  await discord.dropGateway();
  await say('while it was down');
  await discord.askReconnect().catch(() => {});
  await say('while it reconnects');
  await eventually(
    'both are there',
    async () => (await conversation(demo, ticket.id)).join() === expected.join(),
    20_000,
  );
  await discord.waitForBot();
  await discord.invalidateSession(false);
  await say('while there is no session');
  await eventually(
    'this too',
    async () => (await conversation(demo, ticket.id)).join() === expected.join(),
    20_000,
  );
});
